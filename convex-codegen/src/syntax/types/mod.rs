//! TypeScript's types as small owned trees: what annotations and declaration files are written in.

mod called;
mod constants;
mod declarations;
mod lower;
mod module;
mod registered;
mod specifiers;

pub(crate) use called::called;
pub(crate) use declarations::{Declarations, parse_declarations};
pub(crate) use module::{
    ModuleTypes, TypeDeclaration, TypeExport, TypeImport, parse_module_types, parse_type,
};
pub(crate) use specifiers::specifiers;

use crate::text::Docs;

/// A type as it is written. Parentheses and `readonly` are gone.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TsType {
    /// `string`, `any`, `void`, …
    Keyword(Keyword),
    /// `"a"`, `1`, `2n`, `true`.
    Literal(TsLiteral),
    /// `` `a-${string}` ``
    Template,
    /// `T[]`.
    Array(Box<TsType>),
    /// `[A, B?, ...C[]]`, the rest as its array type.
    Tuple(Vec<TsType>),
    /// `{ a: A; [key: string]: B }`.
    Object(Vec<TsMember>),
    /// `A | B`.
    Union(Vec<TsType>),
    /// `A & B`.
    Intersection(Vec<TsType>),
    /// `A.B<C>`, or `import("specifier").A.B<C>`.
    Reference(TsReference),
    /// `typeof a.b`.
    TypeOf(TsReference),
    /// `T["key"]`.
    Indexed(Box<TsType>, Box<TsType>),
    /// `keyof T`.
    KeyOf(Box<TsType>),
    /// `{ [K in Keys]: Value }`; the value may name `K`.
    Mapped(Box<TsMapped>),
    /// `(a: A) => B`, `new () => C`.
    Function,
    /// Anything else, with its name.
    Other(&'static str),
}

/// The types that are words of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keyword {
    /// `any`
    Any,
    /// `unknown`
    Unknown,
    /// `never`
    Never,
    /// `undefined`
    Undefined,
    /// `void`
    Void,
    /// `null`
    Null,
    /// `boolean`
    Boolean,
    /// `number`
    Number,
    /// `bigint`
    BigInt,
    /// `string`
    String,
    /// `symbol`, `unique symbol`
    Symbol,
    /// `object`
    Object,
}

/// A literal type.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TsLiteral {
    /// `"a"`
    String(String),
    /// `-1.5`
    Number(f64),
    /// `2n`; `None` when it does not fit 64 bits.
    BigInt(Option<i64>),
    /// `true`
    Boolean(bool),
}

/// A named type with its arguments.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TsReference {
    /// Of `import("specifier").…`.
    pub specifier: Option<String>,
    /// The parts between the dots.
    pub name: Vec<String>,
    /// The type arguments.
    pub args: Vec<TsType>,
}

/// `{ [K in Keys as Name]?: Value }`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TsMapped {
    /// `K`.
    pub parameter: String,
    /// The keys that it iterates over.
    pub keys: TsType,
    /// `true` if keys are renamed.
    pub renamed: bool,
    /// `Some(true)` for `?`, `Some(false)` for `-?`.
    pub optional: Option<bool>,
    /// The value.
    pub value: TsType,
}

/// A member of an object type or of an interface.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TsMember {
    /// `name?: T`.
    Property {
        /// The key.
        name: String,
        /// Its type; `any` when none is written.
        ty: TsType,
        /// `?`.
        optional: bool,
        /// The comment above it.
        docs: Docs,
    },
    /// `[key: Keys]: T`.
    Index {
        /// The type of the keys.
        keys: TsType,
        /// The type of the values.
        values: TsType,
    },
    /// `name(args: A): R`.
    Method {
        /// The key.
        name: String,
        /// `?`.
        optional: bool,
        /// The types of its parameters; `any` where none is written.
        params: Vec<TsType>,
        /// Its result.
        returns: TsType,
    },
    /// A call or construct signature, or a key that is computed.
    Other,
}
