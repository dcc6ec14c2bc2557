//! Fingerprints: numbers that say whether two validators accept the same values, for bindings that
//! are compared with a deployment.
//!
//! The runtime computes the same numbers from the deployment's function specification
//! (`bindings/fingerprint.rs`); `tests/running/e2e` compares them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Evidence, Field, Function, FunctionPath, Literal, Signature, Type, TypeId, Types};

/// The server's checks of a function's types; `None` where a validator is not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    /// Of its arguments.
    pub args: Option<u64>,
    /// Of its result.
    pub returns: Option<u64>,
}

/// The fingerprints of `functions`, as long as `types` has what validators say and nothing else.
pub(crate) fn of_functions(
    functions: &[Function],
    types: &Types,
) -> BTreeMap<FunctionPath, Fingerprint> {
    let count = types.iter().count();
    let mut numbers = Numbers {
        types,
        known: vec![None; count],
        met: vec![false; count],
    };
    functions
        .iter()
        .map(|function| {
            let fingerprint = Fingerprint {
                args: numbers.of_signature(function.args),
                returns: numbers.of_signature(function.returns),
            };
            (function.path.clone(), fingerprint)
        })
        .collect()
}

struct Numbers<'a> {
    types: &'a Types,
    /// By type; `None` while the type is being read, so that a recursion is unknown.
    known: Vec<Option<u64>>,
    /// By type, whether it has been read or is being read.
    met: Vec<bool>,
}

impl Numbers<'_> {
    /// Without a validator the server takes anything, as `v.any()` does.
    fn of_signature(&mut self, signature: Signature) -> Option<u64> {
        match signature.from {
            Some(Evidence::Annotation | Evidence::TypeScript) => Some(Number::new("any").end()),
            Some(Evidence::Validator) | None => self.of(signature.ty),
        }
    }

    fn of(&mut self, id: TypeId) -> Option<u64> {
        let at = id.0 as usize;
        if !self.met[at] {
            self.met[at] = true;
            self.known[at] = self.read(id);
        }
        self.known[at]
    }

    fn read(&mut self, id: TypeId) -> Option<u64> {
        let types = self.types;
        Some(match &types[id].ty {
            Type::Opaque => return None,
            Type::Any => Number::new("any").end(),
            Type::Null => Number::new("null").end(),
            Type::Boolean => Number::new("boolean").end(),
            Type::Float64 => Number::new("number").end(),
            // On the wire both are integers.
            Type::Int64 | Type::CommitTs => Number::new("bigint").end(),
            Type::String => Number::new("string").end(),
            Type::Bytes => Number::new("bytes").end(),
            Type::Id(table) => Number::new("id").text(table).end(),
            Type::Literal(literal) => of_literal(literal),
            Type::Array(element) => Number::new("array").number(self.of(*element)?).end(),
            Type::Object(fields) => self.of_object(fields)?,
            Type::Record { keys, values, .. } => Number::new("record")
                .number(self.of(*keys)?)
                .number(self.of(*values)?)
                .end(),
            Type::Union(members) => {
                let members: Option<BTreeSet<u64>> =
                    members.iter().map(|member| self.of(*member)).collect();
                let members = members?.into_iter();
                members.fold(Number::new("union"), Number::number).end()
            }
        })
    }

    fn of_object(&mut self, fields: &[Field]) -> Option<u64> {
        let mut sorted: Vec<&Field> = fields.iter().collect();
        sorted.sort_by(|a, b| a.name.cmp(&b.name));
        let mut number = Number::new("object");
        for field in sorted {
            let ty = self.of(field.ty)?;
            let optional = u64::from(field.optional);
            number = number.text(&field.name).number(optional).number(ty);
        }
        Some(number.end())
    }
}

fn of_literal(literal: &Literal) -> u64 {
    let number = Number::new("literal");
    match literal {
        Literal::String(text) => number.text("string").text(text),
        Literal::Float64(bits) => number.text("number").number(*bits),
        Literal::Int64(value) => number.text("bigint").number(value.cast_unsigned()),
        Literal::Boolean(value) => number.text("boolean").number(u64::from(*value)),
    }
    .end()
}

/// Returns a number that stands for `text`, the same in every version of this program.
pub(crate) fn of_text(text: &str) -> u64 {
    Number::new("text").text(text).end()
}

/// FNV-1a of 64 bits, mixed at the end. A text is written with its length, so that what is written
/// can be told apart.
struct Number(u64);

impl Number {
    fn new(kind: &str) -> Self {
        Self(0xcbf2_9ce4_8422_2325).text(kind)
    }

    fn text(self, text: &str) -> Self {
        let length = self.number(text.len() as u64);
        length.bytes(text.as_bytes())
    }

    fn number(self, number: u64) -> Self {
        self.bytes(&number.to_le_bytes())
    }

    fn bytes(self, bytes: &[u8]) -> Self {
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        Self(bytes.iter().fold(self.0, step))
    }

    /// The number; never 0, which stands for what is not known.
    fn end(self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed ^ (mixed >> 29)).max(1)
    }
}
