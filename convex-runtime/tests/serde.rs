//! The feature `serde`.

#![allow(clippy::unwrap_used, reason = "tests say what they expect")]

use convex_runtime::{Bytes, FromConvex, Id, StorageFile, ToConvex, Value};
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, ToConvex, FromConvex)]
#[convex(serde)]
struct File {
    #[convex("_id")]
    id: Id<StorageFile>,
    size: i64,
    content: Bytes,
    #[convex(optional)]
    kind: Option<Kind>,
    ratio: f64,
}

#[derive(Debug, PartialEq, ToConvex, FromConvex)]
#[convex(serde)]
enum Kind {
    Text,
    #[convex("image/png")]
    Png,
}

/// A type of the user's own that holds a generated one and a value.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Response {
    file: Option<File>,
    extra: Value,
    #[serde(with = "convex_runtime::serde")]
    counts: Vec<i64>,
}

#[test]
fn nothing_is_lost() {
    for ratio in [-0.0, f64::NEG_INFINITY, 0.1, 3.0] {
        let extra = Value::from_iter([
            ("a", Value::Int64(1)),
            ("b", Value::from(1.0)),
            ("c", Value::CommitTs),
        ]);
        let file = File {
            id: "k1".into(),
            size: i64::MIN,
            content: Bytes::from([1, 2]),
            kind: Some(Kind::Png),
            ratio,
        };
        let response = Response {
            file: Some(file),
            extra,
            counts: vec![7],
        };
        let json = serde_json::to_string(&response).unwrap();
        let back: Response = serde_json::from_str(&json).unwrap();
        assert_eq!(back, response, "{json}");
        assert_eq!(back.file.unwrap().ratio.to_bits(), ratio.to_bits());
        // By way of a tree, whose numbers have types.
        let tree: Response =
            serde_json::from_value(serde_json::to_value(&response).unwrap()).unwrap();
        assert_eq!(tree, response);
    }
}

#[test]
fn errors_say_where() {
    let error =
        serde_json::from_str::<File>(r#"{"_id":"k1","size":3,"content":{"$bytes":""},"ratio":1}"#)
            .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("at `size`: expected an integer (Int64), found a number (Float64)"),
        "{error}"
    );
}
