//! `Value`: any Convex value, without a static type.

use std::collections::BTreeMap;

use super::{
    Bytes, DecodeError, EncodeError, Encoder, FromConvex, Mismatch, Node, Tape, ToConvex, encode,
    tape::Slot,
};

/// Any Convex value: the type of `v.any()` and of values without a validator.
///
/// Rust integers do not convert, on purpose: `3` could mean [`Value::Int64`] or [`Value::Float64`],
/// and Convex tells them apart. Write the variant, or `Value::from(3.0)`.
///
/// ```
/// use convex_runtime::Value;
///
/// let value = Value::from_iter([("title", Value::from("Tea")), ("cups", Value::from(2.0)), ("views", Value::Int64(7))]);
/// assert_eq!(value["cups"], Value::Float64(2.0));
/// assert_eq!(format!("{value:?}"), r#"{"cups": 2.0, "title": "Tea", "views": 7n}"#);
/// ```
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub enum Value {
    /// `null`.
    #[default]
    Null,
    /// A `bigint` in TypeScript, `v.int64()`.
    Int64(i64),
    /// A `number` in TypeScript, `v.number()`.
    Float64(f64),
    /// A Boolean.
    Boolean(bool),
    /// A string, also an id.
    String(String),
    /// An `ArrayBuffer` in TypeScript, `v.bytes()`.
    Bytes(Bytes),
    /// An array.
    Array(Vec<Self>),
    /// An object or a record.
    Object(BTreeMap<String, Self>),
    /// A commit timestamp that is not known until the mutation commits.
    CommitTs,
}

impl Value {
    /// Decodes it into a type.
    ///
    /// ```
    /// use convex_runtime::Value;
    ///
    /// let names: Vec<String> = Value::from_iter(["a", "b"].map(Value::from)).decode()?;
    /// assert_eq!(names, ["a", "b"]);
    /// # Ok::<(), convex_runtime::DecodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When it has another shape than `T`, or cannot be expressed in Convex.
    pub fn decode<T: FromConvex>(&self) -> Result<T, DecodeError> {
        Tape::parse(&encode(self)?)?.root().decode()
    }

    /// Converts a typed value.
    ///
    /// ```
    /// use convex_runtime::Value;
    ///
    /// assert_eq!(Value::encode(&vec![1.0])?, Value::Array(vec![Value::Float64(1.0)]));
    /// # Ok::<(), convex_runtime::EncodeError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the typed value cannot be expressed in Convex.
    pub fn encode<T: ToConvex + ?Sized>(value: &T) -> Result<Self, EncodeError> {
        let json = encode(value)?;
        Tape::parse(&json)
            .ok()
            .and_then(|tape| Self::from_convex(tape.root()).ok())
            .ok_or(EncodeError::MALFORMED)
    }

    /// The value of a field, if this is an object that has it.
    pub fn get(&self, field: &str) -> Option<&Self> {
        match self {
            Self::Object(fields) => fields.get(field),
            _ => None,
        }
    }
}

/// The field of an object.
///
/// # Panics
///
/// When this is not an object or the field is not there; [`Value::get`] does not.
impl std::ops::Index<&str> for Value {
    type Output = Self;

    fn index(&self, field: &str) -> &Self {
        self.get(field).expect("the object has the field")
    }
}

impl ToConvex for Value {
    fn to_convex(&self, out: &mut Encoder) {
        match self {
            Self::Null => out.null(),
            Self::Int64(value) => out.int64(*value),
            Self::Float64(value) => out.float64(*value),
            Self::Boolean(value) => out.boolean(*value),
            Self::String(value) => out.string(value),
            Self::Bytes(value) => out.bytes(value),
            Self::Array(items) => items.to_convex(out),
            Self::Object(fields) => fields.to_convex(out),
            Self::CommitTs => out.commit_ts(),
        }
    }

    mirror_receive!(Validator::Any);
}

impl FromConvex for Value {
    fn from_convex(node: Node<'_>) -> Result<Self, Mismatch> {
        Ok(match node.value() {
            Slot::Null => Self::Null,
            Slot::Boolean(value) => Self::Boolean(value),
            Slot::Int64(value) => Self::Int64(value),
            Slot::Float64(value) => Self::Float64(value),
            Slot::CommitTs => Self::CommitTs,
            Slot::String(_) | Slot::Key(_) => Self::String(String::from_convex(node)?),
            Slot::Bytes(_) => Self::Bytes(Bytes::from_convex(node)?),
            Slot::Array(_) => Self::Array(Vec::from_convex(node)?),
            Slot::Object(_) => Self::Object(BTreeMap::from_convex(node)?),
        })
    }

    mirror_send!(Validator::Any);
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float64(value)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::String(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::String(value)
    }
}

impl From<Bytes> for Value {
    fn from(value: Bytes) -> Self {
        Self::Bytes(value)
    }
}

impl From<Vec<Self>> for Value {
    fn from(items: Vec<Self>) -> Self {
        Self::Array(items)
    }
}

impl From<BTreeMap<String, Self>> for Value {
    fn from(fields: BTreeMap<String, Self>) -> Self {
        Self::Object(fields)
    }
}

/// Collects an array.
impl FromIterator<Self> for Value {
    fn from_iter<I: IntoIterator<Item = Self>>(items: I) -> Self {
        Self::Array(items.into_iter().collect())
    }
}

/// Collects an object.
impl<K: Into<String>> FromIterator<(K, Self)> for Value {
    fn from_iter<I: IntoIterator<Item = (K, Self)>>(fields: I) -> Self {
        Self::Object(
            fields
                .into_iter()
                .map(|(name, value)| (name.into(), value))
                .collect(),
        )
    }
}
