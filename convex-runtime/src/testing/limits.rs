//! The limits that the server sets to values, with its messages.

use std::fmt::{self, Display, Formatter};

use crate::Value;

/// The maximum size of arguments and of results, in bytes as the server counts them.
const MAX_SIZE: usize = 16 << 20;
const MAX_NESTING: usize = 64;
const MAX_ARRAY: usize = 8192;
const MAX_FIELDS: usize = 1024;
const MAX_FIELD_NAME: usize = 1024;

/// Returns the server's message for a value that it cannot decode, if it cannot.
pub(super) fn undecodable(value: &Value) -> Option<String> {
    nesting(value).err()
}

/// The sentence on a value that is too large, if it is.
pub(super) fn too_large(what: impl Display, value: &Value) -> Option<String> {
    let size = size(value);
    (size > MAX_SIZE).then(|| {
        format!(
            "{what} too large (actual: {}, limit: {})",
            Bytes(size),
            Bytes(MAX_SIZE)
        )
    })
}

/// Returns the nesting depth of a value. Inner values are checked first, as they are decoded first.
fn nesting(value: &Value) -> Result<usize, String> {
    let deepest = match value {
        Value::Array(items) => {
            let deepest = deepest(items.iter())?;
            if items.len() > MAX_ARRAY {
                return Err(format!(
                    "Array length is too long ({} > maximum length {MAX_ARRAY})",
                    items.len()
                ));
            }
            deepest
        }
        Value::Object(fields) => {
            for name in fields.keys() {
                check_field_name(name)?;
            }
            let deepest = deepest(fields.values())?;
            if fields.len() > MAX_FIELDS {
                return Err(format!(
                    "Object has too many fields ({} > maximum number {MAX_FIELDS})",
                    fields.len()
                ));
            }
            deepest
        }
        _ => return Ok(0),
    };
    let nesting = deepest + 1;
    if nesting > MAX_NESTING {
        return Err(format!(
            "Value is too nested (nested {nesting} levels deep > maximum nesting {MAX_NESTING})"
        ));
    }
    Ok(nesting)
}

fn deepest<'a>(parts: impl Iterator<Item = &'a Value>) -> Result<usize, String> {
    let mut deepest = 0;
    for part in parts {
        deepest = deepest.max(nesting(part)?);
    }
    Ok(deepest)
}

fn check_field_name(name: &str) -> Result<(), String> {
    if name.starts_with('$') {
        return Err(format!(
            "Field name {name} starts with '$', which is reserved."
        ));
    }
    if let Some(wrong) = name.chars().find(|c| !c.is_ascii() || c.is_ascii_control()) {
        return Err(format!(
            "Field name {name} has invalid character {wrong:?}: Field names can only contain non-control ASCII characters"
        ));
    }
    if name.len() > MAX_FIELD_NAME {
        return Err(format!(
            "Field name is too long ({} > maximum {MAX_FIELD_NAME})",
            name.len()
        ));
    }
    Ok(())
}

/// The server's measure of a value.
fn size(value: &Value) -> usize {
    match value {
        Value::Null | Value::Boolean(_) => 1,
        Value::Int64(_) | Value::Float64(_) | Value::CommitTs => 9,
        Value::String(text) => text.len() + 2,
        Value::Bytes(bytes) => bytes.len() + 2,
        Value::Array(items) => 2 + items.iter().map(size).sum::<usize>(),
        Value::Object(fields) => {
            let fields = fields.iter();
            2 + fields
                .map(|(name, value)| name.len() + 1 + size(value))
                .sum::<usize>()
        }
    }
}

/// A size in MiB, as the server's messages have it.
struct Bytes(usize);

impl Display for Bytes {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mebibytes = f64::from(u32::try_from(self.0).unwrap_or(u32::MAX)) / f64::from(1 << 20);
        let places = if self.0.is_multiple_of(1 << 20) { 0 } else { 2 };
        write!(f, "{mebibytes:.places$} MiB")
    }
}
