//! Derives beside handles that are called like the locals of derived code, and members of tagged
//! unions that are types of their own.

#![allow(
    missing_docs,
    non_upper_case_globals,
    reason = "named as a backend would"
)]

use convex_runtime::{FromConvex, Literals, ToConvex, decode, encode};

/// Constants turn bindings of their names into patterns.
mod shadowed {
    #![allow(dead_code)]

    use convex_runtime::{FromConvex, Literals, Query, ToConvex};

    pub const node: Query<(), ()> = Query::new("m:node");
    pub const object: Query<(), ()> = Query::new("m:object");
    pub const out: Query<(), ()> = Query::new("m:out");
    pub const value: Query<(), ()> = Query::new("m:value");
    pub const text: Query<(), ()> = Query::new("m:text");
    pub const f: Query<(), ()> = Query::new("m:f");
    pub const other: Query<(), ()> = Query::new("m:other");
    pub const field0: Query<(), ()> = Query::new("m:field0");

    #[derive(Debug, Clone, PartialEq, FromConvex, ToConvex)]
    pub struct Plain {
        pub node: String,
    }

    #[derive(Debug, Clone, Copy, PartialEq, FromConvex, ToConvex, Literals)]
    pub enum Text {
        Node,
    }

    #[derive(Debug, Clone, PartialEq, FromConvex, ToConvex)]
    #[convex(union)]
    pub enum Any {
        Text(Text),
        Number(f64),
    }

    #[derive(Debug, Clone, PartialEq, FromConvex, ToConvex)]
    #[convex(tag = "kind")]
    pub enum Tagged {
        A { out: String },
    }
}

#[derive(Debug, Clone, PartialEq, FromConvex, ToConvex)]
struct TextBody {
    kind: TextKind,
    text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, FromConvex, ToConvex, Literals)]
enum TextKind {
    Text,
}

#[derive(Debug, Clone, PartialEq, FromConvex, ToConvex)]
#[convex(table = "bodies", tag = "kind")]
enum Body {
    Text(TextBody),
    Image { url: String },
}

#[test]
fn handles_do_not_capture_locals_of_derived_code() {
    let tagged = shadowed::Tagged::A { out: "x".into() };
    assert_eq!(encode(&tagged).unwrap(), r#"{"kind":"a","out":"x"}"#);
}

#[test]
fn a_tagged_member_may_be_a_type_of_its_own() {
    let text = Body::Text(TextBody {
        kind: TextKind::Text,
        text: "hello".into(),
    });
    let json = r#"{"kind":"text","text":"hello"}"#;
    assert_eq!(encode(&text).unwrap(), json);
    assert_eq!(decode::<Body>(json).unwrap(), text);
    let image = Body::Image { url: "u".into() };
    assert_eq!(
        decode::<Body>(r#"{"url":"u","kind":"image"}"#).unwrap(),
        image
    );
}

#[test]
fn an_enum_may_be_the_document_of_a_table() {
    assert_eq!(<Body as convex_runtime::Table>::NAME, "bodies");
}
