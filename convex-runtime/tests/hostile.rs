//! Derived code in a place that means everything else by every name, under every lint.

#![deny(
    warnings,
    unused,
    missing_docs,
    unreachable_pub,
    nonstandard_style,
    clippy::all,
    clippy::pedantic
)]

/// Nothing here is what it is called.
pub mod hostile {
    #![allow(non_camel_case_types, unused_macros, reason = "hostile on purpose")]

    macro_rules! forbidden {
        ($($name:ident)*) => {$(
            /// Not what you think.
            #[derive(Debug, Clone, Copy, PartialEq)]
            pub struct $name;
        )*};
    }

    forbidden! { Option Result Some None Ok Err String Vec Box Id Node Encoder Mismatch Literal Validator std core convex_runtime str bool u8 f64 }

    macro_rules! matches {
        ($($any:tt)*) => {
            compile_error!("not yours")
        };
    }
    macro_rules! vec {
        ($($any:tt)*) => {
            compile_error!("not yours")
        };
    }

    /// A struct whose fields are called like anything.
    #[derive(
        ::core::fmt::Debug,
        ::core::cmp::PartialEq,
        ::convex_runtime::ToConvex,
        ::convex_runtime::FromConvex,
    )]
    #[convex(table = "names")]
    pub struct Names {
        /// A field.
        pub out: ::core::primitive::f64,
        /// A field.
        pub node: ::core::primitive::bool,
        /// A field.
        pub object: ::std::string::String,
        /// A field.
        pub r#type: ::core::primitive::f64,
        /// A field.
        #[convex("self")]
        pub self_: ::core::primitive::f64,
        /// A field.
        #[convex("a \"quoted\" \\ name", optional)]
        pub quoted: ::core::option::Option<::core::primitive::f64>,
    }

    /// An enum whose variants are called like anything.
    #[derive(
        ::core::fmt::Debug,
        ::core::cmp::PartialEq,
        ::core::marker::Copy,
        ::core::clone::Clone,
        ::convex_runtime::ToConvex,
        ::convex_runtime::FromConvex,
        ::convex_runtime::Literals,
    )]
    pub enum Variants {
        /// A variant.
        Ok,
        /// A variant.
        Err,
        /// A variant.
        None,
        /// A variant.
        #[convex("")]
        Empty,
        /// A variant.
        #[convex("==")]
        Equal,
    }

    /// A tagged enum.
    #[derive(
        ::core::fmt::Debug,
        ::core::cmp::PartialEq,
        ::convex_runtime::ToConvex,
        ::convex_runtime::FromConvex,
    )]
    #[convex(tag = "type")]
    pub enum Tagged {
        /// A variant.
        Some {
            /// A field.
            value: ::core::primitive::f64,
            /// A field.
            field0: ::core::primitive::f64,
        },
        /// A variant.
        #[convex(1.0)]
        None {},
        /// A variant.
        #[convex(false)]
        Unit,
    }

    /// A union.
    #[derive(
        ::core::fmt::Debug,
        ::core::cmp::PartialEq,
        ::convex_runtime::ToConvex,
        ::convex_runtime::FromConvex,
    )]
    #[convex(union)]
    pub enum Union {
        /// A variant.
        Ok(::core::primitive::f64),
        /// A variant.
        Err(::std::vec::Vec<Union>),
        /// A variant.
        None,
    }

    /// An uninhabited type.
    #[derive(
        ::core::fmt::Debug,
        ::convex_runtime::ToConvex,
        ::convex_runtime::FromConvex,
        ::convex_runtime::Literals,
    )]
    pub enum Never {}

    /// Deprecated things may be derived for.
    #[deprecated]
    #[derive(::core::fmt::Debug, ::convex_runtime::ToConvex, ::convex_runtime::FromConvex)]
    pub struct Old {
        /// A field.
        #[deprecated]
        pub field: ::core::primitive::f64,
    }

    /// A name of its own for the runtime.
    #[derive(::core::fmt::Debug, ::convex_runtime::ToConvex, ::convex_runtime::FromConvex)]
    #[convex(crate = super::elsewhere)]
    pub struct Renamed<T>
    where
        T: ::core::clone::Clone,
    {
        /// A field.
        pub field: T,
    }
}

/// A re-export of the runtime under another path.
pub mod elsewhere {
    #[cfg(feature = "testing")]
    pub use convex_runtime::{__testing, convert};
    pub use convex_runtime::{Encoder, FromConvex, Literal, Mismatch, Node, ToConvex};
}

use convex_runtime::{Table, decode, encode};
use hostile::{Names, Renamed, Tagged, Union, Variants};

#[test]
fn hostile_names_are_no_obstacle() {
    let names = Names {
        out: 1.0,
        node: true,
        object: "o".to_owned(),
        r#type: 2.0,
        self_: 3.0,
        quoted: Some(4.0),
    };
    let json = r#"{"out":1,"node":true,"object":"o","type":2,"self":3,"a \"quoted\" \\ name":4}"#;
    assert_eq!(encode(&names).unwrap(), json);
    assert_eq!(decode::<Names>(json).unwrap(), names);
    assert_eq!(Names::NAME, "names");

    let json = r#"["ok","err","none","","=="]"#;
    let all = decode::<Vec<Variants>>(json).unwrap();
    assert_eq!(all, Variants::ALL);
    assert_eq!(encode(&all).unwrap(), json);
    assert_eq!("==".parse(), Ok(Variants::Equal));

    for json in [
        r#"{"type":"some","value":1,"field0":2}"#,
        r#"{"type":1}"#,
        r#"{"type":false}"#,
    ] {
        assert_eq!(encode(&decode::<Tagged>(json).unwrap()).unwrap(), json);
    }
    let json = r#"[1,["none"]]"#;
    assert_eq!(encode(&decode::<Union>(json).unwrap()).unwrap(), json);
    assert_eq!(
        encode(&decode::<Renamed<f64>>(r#"{"field":1}"#).unwrap()).unwrap(),
        r#"{"field":1}"#
    );
}
