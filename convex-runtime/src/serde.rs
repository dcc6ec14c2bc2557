//! Lossless serde support for Convex values, in their encoded JSON.
//!
//! `#[convex(serde)]` on a type that derives [`ToConvex`] makes it `Serialize`, on one that derives
//! [`FromConvex`] `Deserialize`. Both delegate to what those derives write, so they cost little to
//! compile. [`Value`], [`Bytes`] and [`Id`] have both anyway.
//!
//! ```
//! use convex_runtime::{FromConvex, ToConvex};
//!
//! #[derive(Debug, PartialEq, ToConvex, FromConvex)]
//! #[convex(serde)]
//! struct Task { title: String, views: i64 }
//!
//! let task = Task { title: "Tea".to_owned(), views: 1 };
//! let json = serde_json::to_string(&task)?;
//! assert_eq!(json, r#"{"title":"Tea","views":{"$integer":"AQAAAAAAAAA="}}"#);
//! assert_eq!(serde_json::from_str::<Task>(&json)?, task);
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! [`serialize`] and [`deserialize`] also serve `#[serde(with = "convex_runtime::serde")]` on a
//! field.

pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
use serde_core::{
    de::Error as _,
    ser::{Error as _, SerializeMap, SerializeSeq},
};

use crate::{
    Bytes, FromConvex, Id, Node, Table, Tape, ToConvex, Value, base64,
    convert::{self, NodeValue},
};

/// Serializes a value as its encoded JSON.
///
/// # Errors
///
/// When the value cannot be expressed in Convex, or the serializer fails.
pub fn serialize<T: ToConvex + ?Sized, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let json = convert::encode(value).map_err(S::Error::custom)?;
    let tape = Tape::parse(&json).map_err(S::Error::custom)?;
    Part(tape.root()).serialize(serializer)
}

/// Deserializes a value from its encoded JSON, of a format that describes itself.
///
/// # Errors
///
/// When the value has another shape than `T`, or the deserializer fails.
pub fn deserialize<'de, T: FromConvex, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let tape = Tape::read(deserializer)?;
    tape.root().decode().map_err(D::Error::custom)
}

/// A value on a tape, as serde sees it.
struct Part<'a>(Node<'a>);

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.read() {
            NodeValue::Null => serializer.serialize_unit(),
            NodeValue::Boolean(value) => serializer.serialize_bool(value),
            NodeValue::String(value) => serializer.serialize_str(value),
            NodeValue::Int64(value) => tagged("$integer", &value.to_le_bytes(), serializer),
            NodeValue::Float64(value) if convert::is_special(value) => {
                tagged("$float", &value.to_le_bytes(), serializer)
            }
            NodeValue::Float64(value) => serializer.serialize_f64(value),
            NodeValue::Bytes(value) => tagged("$bytes", value, serializer),
            NodeValue::CommitTs => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("$commitTs", &())?;
                map.end()
            }
            NodeValue::Array(items) => {
                let mut sequence = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    sequence.serialize_element(&Part(item))?;
                }
                sequence.end()
            }
            NodeValue::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (name, value) in entries {
                    map.serialize_entry(name, &Part(value))?;
                }
                map.end()
            }
        }
    }
}

fn tagged<S: Serializer>(tag: &str, bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry(tag, &base64::encode(bytes))?;
    map.end()
}

macro_rules! delegate {
    ($([$($parameter:tt)*] $type:ty,)*) => {$(
        impl<$($parameter)*> Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serialize(self, serializer)
            }
        }

        impl<'de, $($parameter)*> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserialize(deserializer)
            }
        }
    )*};
}

delegate! {
    [] Value,
    [] Bytes,
    [T: Table] Id<T>,
}
