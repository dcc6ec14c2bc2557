//! Members that values inherit from the built-in classes.

use super::{
    Collection, array, array_change, array_parts, big_int, collection, date, date_local, error,
    function,
    global::{global, global_member},
    math, number, object, promise, regex, regex_symbol, string, symbol, text_parts, text_search,
    text_tags,
};
use crate::script::{
    generator, iterator,
    native::{Namespace, Native, find},
    value::Value,
};

/// The built-in class of a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Object,
    Function,
    Array,
    String,
    Number,
    Boolean,
    BigInt,
    Symbol,
    Map,
    Set,
    WeakMap,
    WeakSet,
    Date,
    RegExp,
    Promise,
    Iterator,
    Generator,
}

/// A property of a built-in class, as far as it is known.
#[derive(Debug, Clone)]
pub(crate) enum Member {
    /// It has this value.
    Value(Value),
    /// It exists, but its value is unknown.
    Unknown,
    /// It does not exist.
    None,
}

impl Kind {
    const ALL: &[Self] = &[
        Self::Object,
        Self::Function,
        Self::Array,
        Self::String,
        Self::Number,
        Self::Boolean,
        Self::BigInt,
        Self::Symbol,
        Self::Map,
        Self::Set,
        Self::WeakMap,
        Self::WeakSet,
        Self::Date,
        Self::RegExp,
        Self::Promise,
    ];

    /// The class whose methods a primitive value has.
    pub(crate) fn of_primitive(value: &Value) -> Option<Self> {
        Some(match value {
            Value::String(_) => Self::String,
            Value::Number(_) => Self::Number,
            Value::Bool(_) => Self::Boolean,
            Value::BigInt(_) => Self::BigInt,
            Value::Symbol(_) => Self::Symbol,
            _ => return None,
        })
    }

    /// The class of a collection.
    pub(crate) fn of_collection(collection: &Collection) -> Self {
        match collection.name() {
            "Map" => Self::Map,
            "Set" => Self::Set,
            "WeakMap" => Self::WeakMap,
            _ => Self::WeakSet,
        }
    }

    /// The class that `namespace` is.
    pub(crate) fn of_class(namespace: &Namespace) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.name() == namespace.name)
    }

    /// The name of the class.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Object => "Object",
            Self::Function => "Function",
            Self::Array => "Array",
            Self::String => "String",
            Self::Number => "Number",
            Self::Boolean => "Boolean",
            Self::BigInt => "BigInt",
            Self::Symbol => "Symbol",
            Self::Map => "Map",
            Self::Set => "Set",
            Self::WeakMap => "WeakMap",
            Self::WeakSet => "WeakSet",
            Self::Date => "Date",
            Self::RegExp => "RegExp",
            Self::Promise => "Promise",
            Self::Iterator => "Iterator",
            Self::Generator => "Generator",
        }
    }

    /// The text that the prototype has as `Symbol.toStringTag`.
    fn tag_property(self) -> Option<&'static str> {
        match self {
            Self::Map
            | Self::Set
            | Self::WeakMap
            | Self::WeakSet
            | Self::Promise
            | Self::Symbol
            | Self::BigInt
            | Self::Generator => Some(self.name()),
            _ => None,
        }
    }

    /// The tag of its instances in `Object.prototype.toString`.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::String | Self::Number | Self::Boolean => self.name(),
            // Others have a property for it.
            _ => "Object",
        }
    }

    fn methods(self) -> &'static [&'static [Native]] {
        match self {
            Self::Object => &[object::METHODS],
            Self::Function => &[function::METHODS],
            Self::Array => &[array::METHODS, array_parts::METHODS, array_change::METHODS],
            Self::String => &[
                string::METHODS,
                text_parts::METHODS,
                text_search::METHODS,
                text_tags::METHODS,
            ],
            Self::Number => &[number::METHODS],
            Self::Boolean => &[number::BOOLEAN_METHODS],
            Self::BigInt => &[big_int::METHODS],
            Self::Symbol => &[symbol::METHODS],
            Self::Map => &[collection::MAP_METHODS],
            Self::Set => &[collection::SET_METHODS],
            Self::WeakMap => &[collection::WEAK_MAP_METHODS],
            Self::WeakSet => &[collection::WEAK_SET_METHODS],
            Self::Date => &[date::METHODS, date_local::METHODS],
            Self::RegExp => &[regex::METHODS, regex_symbol::METHODS],
            Self::Promise => &[promise::METHODS],
            Self::Iterator => &[iterator::METHODS],
            Self::Generator => &[generator::METHODS],
        }
    }

    /// Properties that some engines have, but that are unsupported here.
    fn unknown(self) -> &'static [&'static str] {
        match self {
            Self::Object => &[
                "__proto__",
                "__defineGetter__",
                "__defineSetter__",
                "__lookupGetter__",
                "__lookupSetter__",
            ],
            Self::Function => &["length", "prototype", "caller", "arguments"],
            Self::Array => &["toLocaleString", "\0@@unscopables"],
            Self::Number | Self::BigInt => &["toLocaleString"],
            Self::Symbol => &["description", "\0@@toPrimitive"],
            Self::Map => &["size", "getOrInsert", "getOrInsertComputed"],
            Self::WeakMap => &["getOrInsert", "getOrInsertComputed"],
            Self::Set => &[
                "size",
                "union",
                "intersection",
                "difference",
                "symmetricDifference",
                "isSubsetOf",
                "isSupersetOf",
                "isDisjointFrom",
            ],
            Self::Date => date_local::UNKNOWN,
            Self::RegExp => &[
                "source",
                "flags",
                "global",
                "ignoreCase",
                "multiline",
                "dotAll",
                "unicode",
                "unicodeSets",
                "sticky",
                "hasIndices",
                "compile",
            ],
            Self::Iterator | Self::Generator => &[
                "return",
                "throw",
                "map",
                "filter",
                "take",
                "drop",
                "flatMap",
                "reduce",
                "toArray",
                "forEach",
                "some",
                "every",
                "find",
                "\0@@toStringTag",
                "constructor",
            ],
            Self::Boolean | Self::String | Self::WeakSet | Self::Promise => &[],
        }
    }

    /// The property `key` that values of this class inherit.
    pub(crate) fn inherited(self, key: &str) -> Member {
        let name = match (self, key) {
            (Self::String, "trimLeft") => "trimStart",
            (Self::String, "trimRight") => "trimEnd",
            (Self::Date, "toGMTString") => "toUTCString",
            _ => key,
        };
        for table in self.methods() {
            if let Some(method) = find(table, name) {
                return Member::Value(method);
            }
        }
        if key == "\0@@toStringTag"
            && let Some(tag) = self.tag_property()
        {
            return Member::Value(Value::text(tag));
        }
        if self.unknown().contains(&key) {
            return Member::Unknown;
        }
        if key == "constructor"
            && let Some(constructor) = global(self.name())
        {
            return Member::Value(constructor);
        }
        match self {
            Self::Object => Member::None,
            _ => Self::Object.inherited(key),
        }
    }

    /// `Array.prototype`, when `namespace` is that of this class.
    pub(crate) fn of_prototype(namespace: &Namespace) -> Option<Self> {
        let name = namespace.name.strip_suffix(".prototype")?;
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// The object that `Array.prototype` is.
    pub(crate) fn prototype(self) -> Option<Value> {
        let at = Self::ALL.iter().position(|kind| *kind == self)?;
        PROTOTYPES.get(at).map(Value::Namespace)
    }
}

/// In the order of [`Kind::ALL`].
static PROTOTYPES: [Namespace; 15] = [
    prototype("Object.prototype"),
    prototype("Function.prototype"),
    prototype("Array.prototype"),
    prototype("String.prototype"),
    prototype("Number.prototype"),
    prototype("Boolean.prototype"),
    prototype("BigInt.prototype"),
    prototype("Symbol.prototype"),
    prototype("Map.prototype"),
    prototype("Set.prototype"),
    prototype("WeakMap.prototype"),
    prototype("WeakSet.prototype"),
    prototype("Date.prototype"),
    prototype("RegExp.prototype"),
    prototype("Promise.prototype"),
];

const fn prototype(name: &'static str) -> Namespace {
    Namespace {
        name,
        call: None,
        construct: None,
        members: &[],
    }
}

/// The property `key` of a built-in object, other than one of its functions.
pub(crate) fn member(namespace: &'static Namespace, key: &str) -> Option<Member> {
    let number = |constants: &[(&str, f64)]| {
        let constant = constants.iter().find(|(name, _)| *name == key);
        constant.map(|(_, value)| Member::Value(Value::Number(*value)))
    };
    if let Some(kind) = Kind::of_prototype(namespace) {
        return Some(kind.inherited(key));
    }
    if namespace.name == "globalThis" {
        return Some(global_member(key));
    }
    let own = match namespace.name {
        "Math" | "JSON" | "Reflect" if key == "\0@@toStringTag" => {
            Some(Member::Value(Value::text(namespace.name)))
        }
        "Math" => number(math::CONSTANTS),
        "Number" => number(number::CONSTANTS),
        "Symbol" => symbol::well_known(key).map(Member::Value),
        _ => None,
    };
    if own.is_some() {
        return own;
    }
    let builtin = global(namespace.name).is_some();
    let class = builtin && (namespace.call.is_some() || namespace.construct.is_some());
    match key {
        "name" if class => Some(Member::Value(Value::text(namespace.name))),
        "prototype" if class && error::find(namespace.name).is_none() => {
            let kind = Kind::ALL.iter().find(|kind| kind.name() == namespace.name);
            Some(
                kind.and_then(|kind| kind.prototype())
                    .map_or(Member::Unknown, Member::Value),
            )
        }
        _ if class => match Kind::Function.inherited(key) {
            Member::None => None,
            found => Some(found),
        },
        _ => None,
    }
}

/// Returns whether `namespace` is a class of errors.
pub(crate) fn is_error_class(namespace: &Namespace) -> bool {
    error::find(namespace.name).is_some()
}

/// Returns whether `namespace` is a class or another function of the language.
pub(crate) fn is_class(namespace: &Namespace) -> bool {
    is_builtin(namespace) && (namespace.call.is_some() || namespace.construct.is_some())
}

/// Returns whether `namespace` belongs to the language, not to a library.
pub(crate) fn is_builtin(namespace: &Namespace) -> bool {
    global(namespace.name).is_some() || Kind::of_prototype(namespace).is_some()
}
