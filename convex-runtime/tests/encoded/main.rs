//! Encoded JSON against `vectors.json`, which Convex's own npm library made.

#![allow(
    clippy::float_cmp,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests say what they expect"
)]

mod text;

use convex_runtime::{Bytes, Tape, Value, decode, encode};
use serde_json::Value as Json;

fn vectors(part: &str) -> Vec<Json> {
    let vectors: Json = serde_json::from_str(include_str!("vectors.json")).unwrap();
    vectors[part].as_array().unwrap().clone()
}

/// The value that a description means.
fn value(described: &Json) -> Value {
    let (kind, content) = described.as_object().unwrap().iter().next().unwrap();
    match kind.as_str() {
        "null" => Value::Null,
        "int64" => Value::Int64(content.as_str().unwrap().parse().unwrap()),
        "float64" => Value::Float64(f64::from_bits(
            u64::from_str_radix(content.as_str().unwrap(), 16).unwrap(),
        )),
        "boolean" => Value::Boolean(content.as_bool().unwrap()),
        "string" => Value::from(content.as_str().unwrap()),
        "bytes" => {
            let bytes = content
                .as_array()
                .unwrap()
                .iter()
                .map(|byte| u8::try_from(byte.as_u64().unwrap()).unwrap());
            Value::Bytes(Bytes::from(bytes.collect::<Vec<u8>>()))
        }
        "array" => content.as_array().unwrap().iter().map(value).collect(),
        "object" => content
            .as_array()
            .unwrap()
            .iter()
            .map(|field| (field[0].as_str().unwrap(), value(&field[1])))
            .collect(),
        other => panic!("no such kind: {other}"),
    }
}

/// Equality to the last bit: -0.0 is not 0, NaN is NaN.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Float64(left), Value::Float64(right)) => left.to_bits() == right.to_bits(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.keys().eq(right.keys())
                && left
                    .values()
                    .zip(right.values())
                    .all(|(left, right)| same(left, right))
        }
        _ => left == right,
    }
}

#[test]
fn what_npm_writes_we_read() {
    let vectors = vectors("values");
    assert!(vectors.len() > 500);
    for vector in vectors {
        let (expected, text) = (value(&vector[0]), vector[1].as_str().unwrap());
        let decoded: Value = decode(text).unwrap();
        assert!(
            same(&decoded, &expected),
            "{text}: {decoded:?} instead of {expected:?}"
        );
    }
}

#[test]
fn what_we_write_is_what_npm_writes() {
    let mut equal_texts = 0;
    let vectors = vectors("values");
    for vector in &vectors {
        let (original, text) = (value(&vector[0]), vector[1].as_str().unwrap());
        let ours = encode(&original).unwrap();
        let decoded: Value = decode(&ours).unwrap();
        assert!(same(&decoded, &original), "{ours}");
        if ours == text {
            equal_texts += 1;
        } else {
            // Large and small numbers may be written in other ways that mean the same.
            assert!(
                matches!(original, Value::Float64(_)),
                "{ours} instead of {text}"
            );
        }
    }
    assert!(equal_texts > vectors.len() / 5, "{equal_texts}");
}

#[test]
fn what_npm_refuses_we_refuse() {
    for text in vectors("refused") {
        let text = text.as_str().unwrap();
        assert!(Tape::parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_tag_is_one_only_when_it_is_alone() {
    let value: Value = decode(r#"{"$integer":"AQAAAAAAAAA=","x":1}"#).unwrap();
    assert_eq!(value.get("$integer"), Some(&Value::from("AQAAAAAAAAA=")));
    // It cannot be sent back: the server refuses such names.
    assert!(encode(&value).is_err());
}

#[test]
fn commit_timestamps_that_are_not_known() {
    let value: Value = decode(r#"[{"$commitTs":null}]"#).unwrap();
    assert_eq!(value, Value::Array(vec![Value::CommitTs]));
    assert_eq!(encode(&value).unwrap(), r#"[{"$commitTs":null}]"#);
    let error = decode::<Vec<i64>>(r#"[{"$commitTs":null}]"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "at `[0]`: expected an integer (Int64), found a commit timestamp that is not known yet"
    );
}

#[test]
fn names_that_the_server_refuses() {
    for name in ["$a", "é", "a\nb", "\u{7f}", &"a".repeat(1025)] {
        assert!(
            encode(&Value::from_iter([(name, Value::Null)])).is_err(),
            "{name:?}"
        );
    }
    for name in ["", "a b", "_id", &"a".repeat(1024)] {
        assert!(
            encode(&Value::from_iter([(name, Value::Null)])).is_ok(),
            "{name:?}"
        );
    }
}

#[test]
fn integers_are_never_guessed() {
    assert!(decode::<i64>("3").is_err());
    assert!(decode::<f64>(r#"{"$integer":"AwAAAAAAAAA="}"#).is_err());
    assert_eq!(decode::<i32>("3").unwrap(), 3);
    for text in [
        "3.5",
        "2147483648",
        r#"{"$float":"AAAAAAAAAIA="}"#,
        r#"{"$float":"AAAAAAAA+H8="}"#,
    ] {
        assert!(decode::<i32>(text).is_err(), "{text}");
    }
    assert_eq!(encode(&7_u32).unwrap(), "7");
}

#[test]
fn hostile_texts_are_errors() {
    let deep = "[".repeat(100_000);
    for text in [
        "",
        "nul",
        "[1",
        "{\"a\"}",
        "\"\\ud800\"",
        "1e999",
        "[1]x",
        &deep,
    ] {
        assert!(
            Tape::parse(text).is_err(),
            "{}",
            &text[..text.len().min(20)]
        );
    }
    let nested = "[".repeat(100) + &"]".repeat(100);
    assert!(decode::<Value>(&nested).is_ok());
}
