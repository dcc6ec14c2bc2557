//! `Tape`: JSON text, parsed once into a flat list that cursors walk freely.

use super::{Node, encoder::is_special};
use crate::base64;

mod parse;
#[cfg(feature = "serde")]
mod serde;

/// Encoded JSON, parsed once; [`root`](Self::root) is a cursor to read it with.
///
/// A slot per value, 16 bytes each, containers before what they contain. Reading it twice costs
/// nothing, which unions need.
///
/// ```
/// use convex_runtime::{FromConvex, Tape};
///
/// let tape = Tape::parse(r#"{"status": "success", "value": 3}"#)?;
/// let value = tape.root().get("value").expect("it is there");
/// assert_eq!(f64::from_convex(value).ok(), Some(3.0));
/// # Ok::<(), convex_runtime::TapeError>(())
/// ```
pub struct Tape {
    pub(super) slots: Vec<Slot>,
    /// All strings and keys, unescaped, one after another.
    strings: String,
    /// All `$bytes`, decoded, one after another.
    bytes: Vec<u8>,
}

/// One value or one key.
#[derive(Clone, Copy)]
pub(super) enum Slot {
    Null,
    Boolean(bool),
    Int64(i64),
    Float64(f64),
    CommitTs,
    String(Span),
    Bytes(Span),
    /// The name of the field whose value is the next slot.
    Key(Span),
    Array(Extent),
    Object(Extent),
}

/// A range of `Tape::strings` or of `Tape::bytes`.
#[derive(Clone, Copy)]
pub(super) struct Span {
    start: u32,
    len: u32,
}

/// Size of a container.
#[derive(Clone, Copy)]
pub(super) struct Extent {
    /// The number of items or fields.
    pub(super) len: u32,
    /// The first slot behind the container.
    pub(super) end: u32,
}

impl Tape {
    /// Parses encoded JSON.
    ///
    /// # Errors
    ///
    /// When the text is not JSON, is nested deeper than 127 levels, is 4 GiB or longer, or a
    /// `$integer`, `$float` or `$bytes` is malformed.
    pub fn parse(json: &str) -> Result<Self, TapeError> {
        parse::parse(json)
    }

    /// Reads a value of any format that describes itself, in the shape of encoded JSON.
    #[cfg(feature = "serde")]
    pub(crate) fn read<'de, D: serde_core::Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        serde::read(reader)
    }

    /// The outermost value.
    pub fn root(&self) -> Node<'_> {
        self.node(0)
    }

    /// The value in a slot that [`Node::slot`] told.
    pub(crate) fn node(&self, slot: u32) -> Node<'_> {
        Node::new(self, slot)
    }

    pub(super) fn slot(&self, index: u32) -> Slot {
        self.slots[index as usize]
    }

    pub(super) fn text(&self, span: Span) -> &str {
        &self.strings[span.range()]
    }

    pub(super) fn byte_slice(&self, span: Span) -> &[u8] {
        &self.bytes[span.range()]
    }

    /// The first slot behind the value in `index`.
    pub(super) fn behind(&self, index: u32) -> u32 {
        match self.slot(index) {
            Slot::Array(extent) | Slot::Object(extent) => extent.end,
            _ => index + 1,
        }
    }

    /// Replaces the object that starts at `object` and holds one field by what Convex encodes with
    /// it, if that is what it is.
    fn fold(&mut self, object: usize) -> Result<(), &'static str> {
        let Slot::Key(key) = self.slots[object + 1] else {
            return Ok(());
        };
        let key = self.text(key);
        if !key.starts_with('$') {
            return Ok(());
        }
        let text = match self.slots[object + 2] {
            Slot::String(span) => Some(self.text(span)),
            _ => None,
        };
        let folded = match (key, text) {
            ("$integer", Some(text)) => Slot::Int64(i64::from_le_bytes(eight(text)?)),
            ("$float", Some(text)) => {
                let value = f64::from_le_bytes(eight(text)?);
                if !is_special(value) {
                    return Err("`$float` holds an ordinary number");
                }
                Slot::Float64(value)
            }
            ("$bytes", Some(text)) => {
                let start = self.bytes.len();
                // Owned first: the text lives in the same tape.
                let bytes = base64::decode(text).ok_or("`$bytes` is not base64")?;
                self.bytes.extend_from_slice(&bytes);
                Slot::Bytes(Span::new(start, bytes.len()))
            }
            ("$commitTs", None) if matches!(self.slots[object + 2], Slot::Null) => Slot::CommitTs,
            ("$integer" | "$float" | "$bytes" | "$commitTs", _) => {
                return Err("a `$` tag holds a value of the wrong type");
            }
            // What `serde_json` makes of numbers when another crate switches its
            // `arbitrary_precision` on.
            #[cfg(feature = "serde")]
            ("$serde_json::private::Number", Some(text)) => {
                Slot::Float64(text.parse().map_err(|_| "a number is out of range")?)
            }
            _ => return Ok(()),
        };
        self.slots.truncate(object);
        self.slots.push(folded);
        Ok(())
    }
}

fn eight(text: &str) -> Result<[u8; 8], &'static str> {
    let bytes = base64::decode(text).and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or("`$integer` and `$float` hold the base64 of 8 bytes")
}

impl Span {
    fn new(start: usize, len: usize) -> Self {
        Self {
            start: index(start),
            len: index(len),
        }
    }

    fn range(self) -> std::ops::Range<usize> {
        let start = self.start as usize;
        start..start + self.len as usize
    }
}

/// Positions fit because [`Tape::parse`] refuses longer texts.
fn index(position: usize) -> u32 {
    u32::try_from(position).expect("a tape is shorter than 4 Gi")
}

impl std::fmt::Debug for Tape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What was received may be secret.
        f.debug_struct("Tape")
            .field("slots", &self.slots.len())
            .finish_non_exhaustive()
    }
}

/// Text that is not encoded JSON.
///
/// ```
/// let error = convex_runtime::Tape::parse("[1, ").unwrap_err();
/// assert_eq!(error.to_string(), "not encoded JSON: unexpected end of input at line 1 column 4");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TapeError {
    reason: String,
}

impl std::fmt::Display for TapeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "not encoded JSON: {}", self.reason)
    }
}

impl std::error::Error for TapeError {}
