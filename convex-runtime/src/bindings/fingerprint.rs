//! Fingerprints of validators in their JSON form: the same numbers that the generator computes from
//! the sources (`ir/fingerprint.rs`).

use std::collections::BTreeSet;

use crate::Value;

/// The fingerprint of what a function specification has for arguments or a result; `None` when a
/// kind of validator is not known. Without a validator the server takes anything, as `v.any()`.
pub(super) fn of_signature(json: Option<&Value>) -> Option<u64> {
    match json {
        None | Some(Value::Null) => Some(Number::new("any").end()),
        Some(json) => of(json),
    }
}

fn of(json: &Value) -> Option<u64> {
    let text = |field: &str| match json.get(field) {
        Some(Value::String(text)) => Some(text.as_str()),
        _ => None,
    };
    Some(match text("type")? {
        kind @ ("any" | "null" | "boolean" | "number" | "bigint" | "string" | "bytes") => {
            Number::new(kind).end()
        }
        "float64" => Number::new("number").end(),
        // On the wire all three are integers.
        "int64" | "commitTs" => Number::new("bigint").end(),
        "id" => Number::new("id").text(text("tableName")?).end(),
        "literal" => of_literal(json.get("value")?)?,
        "array" => Number::new("array").number(of(json.get("value")?)?).end(),
        "object" => of_object(json.get("value")?)?,
        "record" => Number::new("record")
            .number(of(json.get("keys")?)?)
            .number(of(json.get("values")?.get("fieldType")?)?)
            .end(),
        "union" => {
            let Value::Array(members) = json.get("value")? else {
                return None;
            };
            let members: Option<BTreeSet<u64>> = members.iter().map(of).collect();
            let members = members?.into_iter();
            members.fold(Number::new("union"), Number::number).end()
        }
        _ => return None,
    })
}

fn of_object(fields: &Value) -> Option<u64> {
    let Value::Object(fields) = fields else {
        return None;
    };
    let mut number = Number::new("object");
    for (name, field) in fields {
        let ty = of(field.get("fieldType")?)?;
        let is_optional = field.get("optional") == Some(&Value::Boolean(true));
        number = number.text(name).number(u64::from(is_optional)).number(ty);
    }
    Some(number.end())
}

fn of_literal(literal: &Value) -> Option<u64> {
    let number = Number::new("literal");
    let number = match literal {
        Value::String(text) => number.text("string").text(text),
        Value::Float64(value) => number.text("number").number(value.to_bits()),
        Value::Int64(value) => number.text("bigint").number(value.cast_unsigned()),
        Value::Boolean(value) => number.text("boolean").number(u64::from(*value)),
        _ => return None,
    };
    Some(number.end())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn number(json: &str) -> Option<u64> {
        of_signature(Some(&crate::decode::<Value>(json).expect("a value")))
    }

    #[test]
    fn order_says_nothing_and_all_else_does() {
        let task = r#"{"type":"object","value":{"b":{"fieldType":{"type":"string"},"optional":false},"a":{"fieldType":{"type":"number"},"optional":true}}}"#;
        let sorted = r#"{"type":"object","value":{"a":{"fieldType":{"type":"float64"},"optional":true},"b":{"fieldType":{"type":"string"},"optional":false}}}"#;
        assert_eq!(number(task), number(sorted));
        for (other, change) in [
            ("\"optional\":true", "\"optional\":false"),
            ("\"a\"", "\"c\""),
            ("number", "bigint"),
            ("number", "any"),
        ] {
            let changed = task.replace(other, change);
            assert!(number(&changed).is_some());
            assert_ne!(number(task), number(&changed), "{other} → {change}");
        }
        let union = r#"{"type":"union","value":[{"type":"literal","value":"a"},{"type":"literal","value":{"$integer":"AQAAAAAAAAA="}}]}"#;
        let turned = r#"{"type":"union","value":[{"type":"literal","value":{"$integer":"AQAAAAAAAAA="}},{"type":"literal","value":"a"}]}"#;
        assert_eq!(number(union), number(turned));
        assert_ne!(
            number(union),
            number(&union.replace("AQAAAAAAAAA=", "AgAAAAAAAAA="))
        );
    }

    #[test]
    fn a_kind_of_a_newer_convex_is_not_known() {
        assert_eq!(
            number(r#"{"type":"array","value":{"type":"decimal"}}"#),
            None
        );
        assert_eq!(of_signature(None), number(r#"{"type":"any"}"#));
    }
}
