//! `Encoder`: writes encoded JSON text.

use super::{Literal, RecordKey, ToConvex};
use crate::{base64, json};

/// The longest field name that Convex accepts, in characters.
const MAX_FIELD_NAME: usize = 1024;

/// Writes one value as encoded JSON text; the output of [`ToConvex`].
///
/// ```
/// let mut out = convex_runtime::Encoder::new();
/// out.begin_object();
/// out.field("text", "hello");
/// out.optional("due", &None::<f64>);
/// out.end_object();
/// assert_eq!(out.finish()?, r#"{"text":"hello"}"#);
/// # Ok::<(), convex_runtime::EncodeError>(())
/// ```
#[derive(Default)]
pub struct Encoder {
    text: String,
    fault: Option<EncodeError>,
}

impl Encoder {
    /// Creates an empty encoder.
    pub fn new() -> Self {
        Self {
            text: String::with_capacity(128),
            fault: None,
        }
    }

    /// Writes `null`.
    pub fn null(&mut self) {
        self.text.push_str("null");
    }

    /// Writes a Boolean.
    #[expect(clippy::fn_params_excessive_bools, reason = "the Boolean is the value")]
    pub fn boolean(&mut self, value: bool) {
        self.text.push_str(if value { "true" } else { "false" });
    }

    /// Writes an `Int64`, the type of `v.int64()`.
    pub fn int64(&mut self, value: i64) {
        self.base64("$integer", &value.to_le_bytes());
    }

    /// Writes a `Float64`, the type of `v.number()`.
    pub fn float64(&mut self, value: f64) {
        if is_special(value) {
            self.base64("$float", &value.to_le_bytes());
        } else {
            json::push_float(&mut self.text, value);
        }
    }

    /// Writes a string.
    pub fn string(&mut self, value: &str) {
        json::push_text(&mut self.text, value);
    }

    /// Writes bytes, the type of `v.bytes()`.
    pub fn bytes(&mut self, value: &[u8]) {
        self.base64("$bytes", value);
    }

    /// Writes the value of `v.literal(..)`.
    pub fn literal(&mut self, value: Literal) {
        match value {
            Literal::String(value) => self.string(value),
            Literal::Float64(value) => self.float64(value),
            Literal::Int64(value) => self.int64(value),
            Literal::Boolean(value) => self.boolean(value),
        }
    }

    /// Writes the placeholder of a commit timestamp that is not known yet.
    pub(super) fn commit_ts(&mut self) {
        self.text.push_str(r#"{"$commitTs":null}"#);
    }

    /// Writes a value that is already encoded.
    pub(crate) fn raw(&mut self, json: &str) {
        self.separate();
        self.text.push_str(json);
    }

    /// Starts an object. Every call is paired with [`end_object`](Self::end_object).
    pub fn begin_object(&mut self) {
        self.text.push('{');
    }

    /// Ends the object that was begun last.
    pub fn end_object(&mut self) {
        self.text.push('}');
    }

    /// Writes a field of an object. The name is one that a validator declares, so it is not
    /// checked.
    #[inline]
    pub fn field<T: ToConvex + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.name(name);
        value.to_convex(self);
    }

    /// Writes a field of type `v.optional(..)`: an absent key for `None`.
    #[inline]
    pub fn optional<T: ToConvex>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.field(name, value);
        }
    }

    /// Writes a field that always holds the same literal.
    #[inline]
    pub fn constant(&mut self, name: &'static str, literal: Literal) {
        self.name(name);
        self.literal(literal);
    }

    /// Writes an optional field that always holds the same literal, if it is there.
    #[inline]
    pub fn flag(&mut self, name: &'static str, is_there: &bool, literal: Literal) {
        if *is_there {
            self.constant(name, literal);
        }
    }

    /// [`field`](Self::field) for the testing deployment.
    #[cfg(feature = "testing")]
    #[doc(hidden)]
    pub fn send_field<T: super::FromConvex>(&mut self, name: &'static str, value: &T) {
        self.name(name);
        value.send(self);
    }

    /// [`optional`](Self::optional) for the testing deployment.
    #[cfg(feature = "testing")]
    #[doc(hidden)]
    pub fn send_optional<T: super::FromConvex>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.send_field(name, value);
        }
    }

    /// Writes the name of a field; exactly one value follows.
    pub fn name(&mut self, name: &str) {
        self.separate();
        json::push_text(&mut self.text, name);
        self.text.push(':');
    }

    /// Writes an entry of a record, whose key is data and therefore checked.
    pub fn entry<K: RecordKey + ?Sized, T: ToConvex + ?Sized>(&mut self, key: &K, value: &T) {
        self.record_name(key.as_key());
        value.to_convex(self);
    }

    /// Writes the key of a record; exactly one value follows.
    pub(super) fn record_name(&mut self, key: &str) {
        if let Err(fault) = check_field_name(key) {
            self.fault.get_or_insert(fault);
        }
        self.name(key);
    }

    /// Starts an array. Every call is paired with [`end_array`](Self::end_array).
    pub fn begin_array(&mut self) {
        self.text.push('[');
    }

    /// Ends the array that was begun last.
    pub fn end_array(&mut self) {
        self.text.push(']');
    }

    /// Writes an item of an array.
    #[inline]
    pub fn item<T: ToConvex + ?Sized>(&mut self, value: &T) {
        self.separate();
        value.to_convex(self);
    }

    /// Separates items whose value is written by other means than [`item`](Self::item).
    pub fn separate(&mut self) {
        if !matches!(self.text.as_bytes().last(), None | Some(b'{' | b'[' | b':')) {
            self.text.push(',');
        }
    }

    /// Makes [`finish`](Self::finish) fail: the value cannot be expressed in Convex.
    pub fn fail(&mut self, reason: &'static str) {
        self.fault.get_or_insert(EncodeError { key: None, reason });
        self.null();
    }

    /// The JSON text.
    ///
    /// # Errors
    ///
    /// When a record has a key that Convex does not allow, or a value could not be expressed.
    pub fn finish(self) -> Result<String, EncodeError> {
        match self.fault {
            Some(fault) => Err(fault),
            None => Ok(self.text),
        }
    }

    fn base64(&mut self, tag: &str, value: &[u8]) {
        self.text.push_str("{\"");
        self.text.push_str(tag);
        self.text.push_str("\":\"");
        base64::encode_into(value, &mut self.text);
        self.text.push_str("\"}");
    }
}

impl std::fmt::Debug for Encoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What is written may be secret.
        f.debug_struct("Encoder")
            .field("bytes", &self.text.len())
            .finish_non_exhaustive()
    }
}

/// Returns whether a float cannot be a plain JSON number.
pub(crate) fn is_special(value: f64) -> bool {
    !value.is_finite() || (value == 0.0 && value.is_sign_negative())
}

fn check_field_name(name: &str) -> Result<(), EncodeError> {
    let reason = if name.starts_with('$') {
        "starts with `$`, which is reserved"
    } else if name.len() > MAX_FIELD_NAME {
        "is longer than 1024 characters"
    } else if !name.bytes().all(|byte| (32..127).contains(&byte)) {
        "holds a character that is not printable ASCII"
    } else {
        return Ok(());
    };
    Err(EncodeError {
        key: Some(name.chars().take(80).collect()),
        reason,
    })
}

/// A value that cannot be expressed in Convex.
///
/// ```
/// use std::collections::BTreeMap;
///
/// let record = BTreeMap::from([("$price".to_owned(), 1.0)]);
/// let error = convex_runtime::encode(&record).unwrap_err();
/// assert_eq!(error.to_string(), "the field name `$price` starts with `$`, which is reserved");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodeError {
    key: Option<String>,
    reason: &'static str,
}

impl EncodeError {
    pub(super) const MALFORMED: Self = Self {
        key: None,
        reason: "a `ToConvex` impl does not write exactly one value",
    };
}

impl std::fmt::Display for EncodeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.key {
            Some(key) => write!(f, "the field name `{}` {}", key.escape_debug(), self.reason),
            None => f.write_str(self.reason),
        }
    }
}

impl std::error::Error for EncodeError {}
