//! Encoding and decoding of derived types.

#![allow(
    clippy::float_cmp,
    clippy::needless_pass_by_value,
    clippy::option_option,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests say what they expect"
)]
#![allow(missing_docs, reason = "the types are examples")]

use std::collections::BTreeMap;

use convex_runtime::{Bytes, FromConvex, Id, Literals, Table, ToConvex, Value, decode, encode};

/// Encodes, compares, decodes, compares.
#[track_caller]
fn round_trip<T: ToConvex + FromConvex + PartialEq + std::fmt::Debug>(value: T, json: &str) {
    assert_eq!(encode(&value).unwrap(), json);
    assert_eq!(decode::<T>(json).unwrap(), value);
}

#[derive(Debug, Clone, PartialEq, ToConvex, FromConvex)]
#[convex(table = "tasks")]
struct Doc {
    #[convex("_id")]
    id: Id<Doc>,
    creation_time: f64,
    r#type: String,
    #[convex(optional)]
    due: Option<f64>,
    #[convex("best-before", optional)]
    best_before: Option<Option<i64>>,
    owner: Option<String>,
}

#[test]
fn object() {
    assert_eq!(Doc::NAME, "tasks");
    let mut doc = Doc {
        id: "t1".into(),
        creation_time: 1.5,
        r#type: "a".into(),
        due: None,
        best_before: None,
        owner: None,
    };
    round_trip(
        doc.clone(),
        r#"{"_id":"t1","creationTime":1.5,"type":"a","owner":null}"#,
    );
    doc.due = Some(3.0);
    doc.best_before = Some(None);
    round_trip(
        doc.clone(),
        r#"{"_id":"t1","creationTime":1.5,"type":"a","due":3,"best-before":null,"owner":null}"#,
    );
    doc.best_before = Some(Some(-1));
    let json = r#"{"_id":"t1","creationTime":1.5,"type":"a","due":3,"best-before":{"$integer":"//////////8="},"owner":null}"#;
    round_trip(doc, json);
}

#[test]
fn fields_in_any_order_and_unknown_ones() {
    let json = r#"{"zoo":[1,{"a":2}],"type":"a","owner":"me","creationTime":1,"_id":"x"}"#;
    assert_eq!(decode::<Doc>(json).unwrap().owner.as_deref(), Some("me"));
}

#[test]
fn null_is_not_absent() {
    let error = decode::<Doc>(r#"{"_id":"x","creationTime":1,"type":"a","owner":null,"due":null}"#)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "at `due`: expected a number (Float64), found null"
    );
    let error = decode::<Doc>(r#"{"_id":"x","creationTime":1,"type":"a"}"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "at `owner`: expected a value, found no such field"
    );
}

#[derive(Debug, Clone, Copy, PartialEq, ToConvex, FromConvex, Literals)]
enum Status {
    Todo,
    #[convex("in-progress")]
    InProgress,
    VeryDone,
}

#[derive(Debug, PartialEq, ToConvex, FromConvex)]
enum Mixed {
    #[convex(1.5)]
    Half,
    #[convex(7i64)]
    Seven,
    #[convex(-7i64)]
    MinusSeven,
    #[convex(true)]
    Yes,
    None,
}

#[test]
fn literals() {
    round_trip(
        vec![Status::Todo, Status::InProgress, Status::VeryDone],
        r#"["todo","in-progress","veryDone"]"#,
    );
    round_trip(Mixed::Half, "1.5");
    round_trip(Mixed::Seven, r#"{"$integer":"BwAAAAAAAAA="}"#);
    round_trip(Mixed::MinusSeven, r#"{"$integer":"+f////////8="}"#);
    round_trip(Mixed::Yes, "true");
    round_trip(Mixed::None, r#""none""#);

    let error = decode::<Vec<Status>>(r#"["todo","archived"]"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"at `[1]`: expected one of "todo", "in-progress", "veryDone", found "archived""#
    );
    assert!(decode::<Mixed>("7").is_err());

    assert_eq!(Status::InProgress.as_str(), "in-progress");
    assert_eq!("veryDone".parse(), Ok(Status::VeryDone));
    assert_eq!(Status::ALL.len(), 3);
    assert_eq!(format!("{:>6}", Status::Todo), "  todo");
}

#[derive(Debug, PartialEq, ToConvex, FromConvex)]
#[convex(tag = "kind")]
enum Body {
    Text {
        out: String,
        object: f64,
    },
    #[convex("image")]
    Picture {
        url: String,
        #[convex(optional)]
        node: Option<Bytes>,
    },
    Empty,
}

#[test]
fn tagged() {
    round_trip(
        Body::Text {
            out: "a".into(),
            object: 1.0,
        },
        r#"{"kind":"text","out":"a","object":1}"#,
    );
    round_trip(
        Body::Picture {
            url: "u".into(),
            node: Some(Bytes::from([1])),
        },
        r#"{"kind":"image","url":"u","node":{"$bytes":"AQ=="}}"#,
    );
    round_trip(Body::Empty, r#"{"kind":"empty"}"#);
    let error = decode::<Body>(r#"{"kind":"video"}"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"at `kind`: expected one of "text", "image", "empty", found "video""#
    );
}

#[derive(Debug, PartialEq, ToConvex, FromConvex)]
struct Small {
    a: f64,
}

#[derive(Debug, PartialEq, ToConvex, FromConvex)]
struct Large {
    a: f64,
    #[convex(optional)]
    b: Option<f64>,
}

#[derive(Debug, PartialEq, ToConvex, FromConvex)]
#[convex(union)]
enum Any {
    Small(Small),
    Large(Box<Large>),
    Many(Vec<Any>),
    Number(f64),
    #[convex("auto")]
    Auto,
    Text(String),
}

#[test]
fn unions() {
    round_trip(Any::Small(Small { a: 1.0 }), r#"{"a":1}"#);
    // `Small` comes first, but only `Large` keeps `b`.
    round_trip(
        Any::Large(Box::new(Large {
            a: 1.0,
            b: Some(2.0),
        })),
        r#"{"a":1,"b":2}"#,
    );
    round_trip(
        Any::Many(vec![Any::Number(1.0), Any::Auto, Any::Text("x".into())]),
        r#"[1,"auto","x"]"#,
    );
    // Nothing fits exactly: the first that fits.
    assert_eq!(
        decode::<Any>(r#"{"a":1,"new":2}"#).unwrap(),
        Any::Small(Small { a: 1.0 })
    );
    let error = decode::<Any>(r#"[[{"a":"x"}]]"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "at `[0][0].a`: expected a number (Float64), found a string"
    );
    let error = decode::<Any>("true").unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected a member of the union, found a Boolean"
    );
}

#[derive(Debug, PartialEq, ToConvex, FromConvex)]
struct Page<T> {
    page: Vec<T>,
    scores: BTreeMap<Status, T>,
}

impl Eq for Status {}

impl PartialOrd for Status {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Status {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

#[test]
fn generics_and_records() {
    let page = Page {
        page: vec![Value::Null],
        scores: BTreeMap::from([(Status::Todo, Value::from(1.0))]),
    };
    round_trip(page, r#"{"page":[null],"scores":{"todo":1}}"#);
    let error = decode::<Page<f64>>(r#"{"page":[],"scores":{"late":1}}"#).unwrap_err();
    assert_eq!(error.path(), "scores.late");
}

#[derive(Debug, PartialEq, ToConvex, FromConvex)]
struct Nothing {}

#[derive(Debug, PartialEq, ToConvex, FromConvex)]
struct Tree {
    children: Vec<Tree>,
    #[convex(optional)]
    left: Option<Box<Tree>>,
}

#[test]
fn empty_and_recursive() {
    round_trip(Nothing {}, "{}");
    round_trip(
        Tree {
            children: vec![Tree {
                children: vec![],
                left: None,
            }],
            left: None,
        },
        r#"{"children":[{"children":[]}]}"#,
    );
}

/// Two members that both hold the union again, and differ in the field that is read last.
#[derive(Debug, PartialEq, ToConvex, FromConvex)]
#[convex(union)]
enum Expression {
    Left(Left),
    Right(Right),
    Leaf(f64),
}

#[derive(Debug, PartialEq, ToConvex, FromConvex)]
struct Left {
    inner: Box<Expression>,
    left: f64,
}

#[derive(Debug, PartialEq, ToConvex, FromConvex)]
struct Right {
    inner: Box<Expression>,
    right: f64,
}

#[test]
fn deep_unions_are_not_tried_exponentially() {
    let nested = |leaf: &str| {
        (0..50).fold(leaf.to_owned(), |inner, _| {
            format!(r#"{{"inner":{inner},"right":1}}"#)
        })
    };
    assert!(decode::<Expression>(&nested("1")).is_ok());
    let error = decode::<Expression>(&nested("true")).unwrap_err();
    assert!(error.path().starts_with("inner.inner."), "{error}");
}

#[derive(Debug, Clone, PartialEq, Default, ToConvex, FromConvex)]
#[convex(constant("ok" = true), constant("api version" = 2.0))]
struct Receipt {
    #[convex("isGift", flag = "yes")]
    is_gift: bool,
    #[convex(optional)]
    note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, ToConvex, FromConvex)]
#[convex("done")]
struct Done;

#[derive(Debug, Clone, PartialEq, ToConvex, FromConvex)]
#[convex(tag = "kind")]
enum Event {
    #[convex("moved", constant("v" = 1i64))]
    Moved { to: Done },
    #[convex(constant("v" = -infinity))]
    Gone {},
}

#[test]
fn constants_are_written_and_checked() {
    round_trip(Receipt::default(), r#"{"ok":true,"api version":2}"#);
    let gift = Receipt {
        is_gift: true,
        note: Some("hi".into()),
    };
    round_trip(
        gift,
        r#"{"ok":true,"api version":2,"isGift":"yes","note":"hi"}"#,
    );
    round_trip(vec![Done], r#"["done"]"#);
    round_trip(
        Event::Moved { to: Done },
        r#"{"kind":"moved","v":{"$integer":"AQAAAAAAAAA="},"to":"done"}"#,
    );
    round_trip(
        Event::Gone {},
        r#"{"kind":"gone","v":{"$float":"AAAAAAAA8P8="}}"#,
    );
    for (json, message) in [
        (r#"{"ok":false,"api version":2}"#, "`ok`: expected true"),
        (r#"{"ok":true}"#, "api version"),
        (
            r#"{"ok":true,"api version":2,"isGift":"no"}"#,
            "`isGift`: expected \"yes\"",
        ),
    ] {
        let error = decode::<Receipt>(json).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
}

#[derive(Debug, Clone, PartialEq, Eq, ToConvex, FromConvex)]
struct Email(String);

#[derive(Debug, Clone, PartialEq, ToConvex, FromConvex)]
struct Contact<T> {
    emails: Vec<T>,
}

#[test]
fn a_newtype_is_what_is_in_it() {
    let contact = Contact {
        emails: vec![Email("a@b".into())],
    };
    round_trip(contact, r#"{"emails":["a@b"]}"#);
    let error = decode::<Contact<Email>>(r#"{"emails":["a@b",1]}"#).unwrap_err();
    assert!(error.to_string().contains("emails[1]"), "{error}");
}
