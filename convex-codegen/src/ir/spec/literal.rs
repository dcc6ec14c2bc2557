//! The values of `v.literal(..)` in Convex's JSON encoding: `"a"`, `true`, `1.5`,
//! `{"$integer": ..}`, `{"$float": ..}`.

use serde_json::{Number, Value, json};

use super::super::Literal;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The largest integer that a double and all below it hold exactly.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// The encoded form of `literal`.
pub(super) fn write(literal: &Literal) -> Value {
    match literal {
        Literal::String(text) => json!(text),
        Literal::Boolean(value) => json!(value),
        Literal::Int64(value) => json!({ "$integer": encode(value.to_le_bytes()) }),
        Literal::Float64(bits) => number(f64::from_bits(*bits)),
    }
}

/// The literal that `value` encodes, if it encodes one.
pub(super) fn read(value: &Value) -> Option<Literal> {
    match value {
        Value::String(text) => Some(Literal::String(text.clone())),
        Value::Bool(value) => Some(Literal::Boolean(*value)),
        Value::Number(value) => value.as_f64().map(Literal::number),
        Value::Object(object) if object.len() == 1 => {
            if let Some(text) = object.get("$integer") {
                let bytes = decode(text.as_str()?)?;
                Some(Literal::Int64(i64::from_le_bytes(bytes)))
            } else {
                let bytes = decode(object.get("$float")?.as_str()?)?;
                Some(Literal::Float64(u64::from_le_bytes(bytes)))
            }
        }
        Value::Object(_) | Value::Array(_) | Value::Null => None,
    }
}

/// JSON has no NaN, no infinity and no distinct -0.0, so that Convex writes the bytes of those.
fn number(value: f64) -> Value {
    let negative_zero = value == 0.0 && value.is_sign_negative();
    if negative_zero {
        return json!({ "$float": encode(value.to_le_bytes()) });
    }
    if value.fract() == 0.0 && value.abs() <= MAX_SAFE_INTEGER {
        // Written without a fraction, as JavaScript does.
        #[expect(clippy::cast_possible_truncation, reason = "integral and in range")]
        return json!(value as i64);
    }
    Number::from_f64(value).map_or_else(
        || json!({ "$float": encode(value.to_le_bytes()) }),
        Value::Number,
    )
}

/// Base64 of eight bytes: twelve characters, the last one padding.
fn encode(bytes: [u8; 8]) -> String {
    let number = u128::from(u64::from_be_bytes(bytes)) << 8;
    (0..12)
        .map(|at| match at {
            11 => '=',
            at => char::from(ALPHABET[(number >> (66 - 6 * at)) as usize & 63]),
        })
        .collect()
}

/// The eight bytes that [`encode`] wrote.
fn decode(text: &str) -> Option<[u8; 8]> {
    let digits = text.strip_suffix('=')?;
    if digits.len() != 11 {
        return None;
    }
    let mut number = 0u128;
    for byte in digits.bytes() {
        let digit = ALPHABET.iter().position(|&letter| letter == byte)?;
        number = number << 6 | digit as u128;
    }
    u64::try_from(number >> 2).ok().map(u64::to_be_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `JSON.stringify(v.literal(x).json.value)` of Convex's own library.
    #[test]
    fn encodes_as_convex_does() {
        let written = [
            (Literal::Int64(1), r#"{"$integer":"AQAAAAAAAAA="}"#),
            (Literal::Int64(-2), r#"{"$integer":"/v////////8="}"#),
            (Literal::Int64(i64::MAX), r#"{"$integer":"/////////38="}"#),
            (Literal::number(-0.0), r#"{"$float":"AAAAAAAAAIA="}"#),
            (Literal::number(f64::NAN), r#"{"$float":"AAAAAAAA+H8="}"#),
            (
                Literal::number(f64::INFINITY),
                r#"{"$float":"AAAAAAAA8H8="}"#,
            ),
            (Literal::number(-1.0), "-1"),
            (Literal::number(1.5), "1.5"),
            (Literal::Boolean(false), "false"),
            (Literal::String("a\"b".into()), r#""a\"b""#),
        ];
        for (literal, json) in written {
            assert_eq!(write(&literal).to_string(), json);
            assert_eq!(read(&write(&literal)), Some(literal));
        }
    }

    #[test]
    fn what_encodes_no_literal_is_refused() {
        for json in [
            json!(null),
            json!([]),
            json!({ "$integer": "AQAAAAAAAA==" }),
            json!({ "$integer": 1 }),
            json!({ "$bytes": "AQAAAAAAAAA=" }),
        ] {
            assert_eq!(read(&json), None, "{json}");
        }
    }
}
