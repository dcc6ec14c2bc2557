//! `Node`: a cursor over a `Tape`.

use super::{
    DecodeError, Entries, FromConvex, Literal, Mismatch, ObjectNode,
    failure::Problem,
    tape::{Slot, Tape},
};

/// A value that was received, not yet decoded. A cursor: copying it is free, reading it changes
/// nothing.
///
/// ```
/// let tape = convex_runtime::Tape::parse(r#"{"title": "Tea", "tags": ["hot"]}"#)?;
/// let node = tape.root();
/// assert_eq!(node.get("title").and_then(|title| title.as_str()), Some("Tea"));
/// # Ok::<(), convex_runtime::TapeError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Node<'a> {
    tape: &'a Tape,
    slot: u32,
    fit: Fit,
}

/// Strictness of object matching.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// Outside unions: unknown fields are ignored, and a missing one is noticed when it is read.
    Outside,
    /// A union's first pass: no unknown fields, here and below.
    Exact,
    /// A union's second pass: unknown fields are ignored.
    Lenient,
}

/// Reader of one member, for [`Node::union`].
pub type Member<'a, T> = fn(Node<'a>) -> Result<T, Mismatch>;

impl<'a> Node<'a> {
    pub(super) fn new(tape: &'a Tape, slot: u32) -> Self {
        Self {
            tape,
            slot,
            fit: Fit::Outside,
        }
    }

    /// The cursor of another value in the same tape.
    pub(super) fn at(self, slot: u32) -> Self {
        Self { slot, ..self }
    }

    pub(super) fn tape(self) -> &'a Tape {
        self.tape
    }

    /// Returns the value's slot in its tape.
    pub(crate) fn slot(self) -> u32 {
        self.slot
    }

    pub(super) fn fit(self) -> Fit {
        self.fit
    }

    pub(super) fn value(self) -> Slot {
        self.tape.slot(self.slot)
    }

    /// Decodes the value; an error has the path to the mismatch.
    ///
    /// # Errors
    ///
    /// When the value has another shape than `T`.
    pub fn decode<T: FromConvex>(self) -> Result<T, DecodeError> {
        T::from_convex(self).map_err(|mismatch| mismatch.locate(self))
    }

    /// Returns whether it is `null`.
    pub fn is_null(self) -> bool {
        matches!(self.value(), Slot::Null)
    }

    /// The Boolean, if it is one.
    pub fn as_bool(self) -> Option<bool> {
        match self.value() {
            Slot::Boolean(value) => Some(value),
            _ => None,
        }
    }

    /// The `Int64`, if it is one.
    pub fn as_i64(self) -> Option<i64> {
        match self.value() {
            Slot::Int64(value) => Some(value),
            _ => None,
        }
    }

    /// The `Float64`, if it is one.
    pub fn as_f64(self) -> Option<f64> {
        match self.value() {
            Slot::Float64(value) => Some(value),
            _ => None,
        }
    }

    /// The string, if it is one.
    pub fn as_str(self) -> Option<&'a str> {
        match self.value() {
            Slot::String(span) => Some(self.tape.text(span)),
            _ => None,
        }
    }

    /// The bytes, if it is an `ArrayBuffer` in TypeScript.
    pub fn as_bytes(self) -> Option<&'a [u8]> {
        match self.value() {
            Slot::Bytes(span) => Some(self.tape.byte_slice(span)),
            _ => None,
        }
    }

    /// The value of a field, if this is an object that has it.
    pub fn get(self, name: &str) -> Option<Node<'a>> {
        self.entries()
            .ok()?
            .find_map(|(key, value)| (key == name).then_some(value))
    }

    /// The items of an array.
    ///
    /// # Errors
    ///
    /// When it is not an array.
    pub fn items(self) -> Result<Items<'a>, Mismatch> {
        match self.value() {
            Slot::Array(extent) => Ok(Items::new(self.at(self.slot + 1), extent.len as usize)),
            _ => Err(self.expected("an array")),
        }
    }

    /// The fields of an object or the entries of a record, in the order of the text.
    ///
    /// # Errors
    ///
    /// When it is not an object.
    pub fn entries(self) -> Result<Entries<'a>, Mismatch> {
        match self.value() {
            Slot::Object(extent) => Ok(Entries::new(self.at(self.slot + 1), extent.len as usize)),
            _ => Err(self.expected("an object")),
        }
    }

    /// The fields of an object, to be read by name: those that it has, and those that it may have.
    ///
    /// Other fields are ignored, as a newer server may have them, unless a union looks for its
    /// exact member. Inside unions all names are looked at before any value is, so that a member
    /// that cannot fit costs little.
    ///
    /// # Errors
    ///
    /// When it is not an object, or inside a union lacks a field or has one too many.
    pub fn object(
        self,
        required: &'static [&'static str],
        optional: &'static [&'static str],
    ) -> Result<ObjectNode<'a>, Mismatch> {
        let object = ObjectNode::new(self)?;
        match self.fit {
            Fit::Outside => Ok(object),
            Fit::Exact | Fit::Lenient => object.checked(required, optional),
        }
    }

    /// Returns the index of the literal that it is.
    ///
    /// # Errors
    ///
    /// When it is none of them.
    pub fn literal(self, literals: &'static [Literal]) -> Result<usize, Mismatch> {
        let same = |literal: &Literal| match *literal {
            Literal::String(value) => self.as_str() == Some(value),
            Literal::Float64(value) => self.as_f64() == Some(value),
            Literal::Int64(value) => self.as_i64() == Some(value),
            Literal::Boolean(value) => self.as_bool() == Some(value),
        };
        literals
            .iter()
            .position(same)
            .ok_or(Mismatch::new(self.slot, Problem::Literal(literals)))
    }

    /// Returns the index of the literal in the field that tells the members of a union apart.
    ///
    /// # Errors
    ///
    /// When there is no such field, or it is none of them.
    pub fn tag(self, name: &'static str, literals: &'static [Literal]) -> Result<usize, Mismatch> {
        let mut entries = self.entries()?;
        match entries.find(|(key, _)| *key == name) {
            Some((_, tag)) => tag.literal(literals),
            None => Err(Mismatch::new(self.slot, Problem::Missing(name))),
        }
    }

    /// Decodes a union: the first member that fits exactly, else the first that fits when unknown
    /// fields are ignored.
    ///
    /// # Errors
    ///
    /// When no member fits: what stopped the member that got furthest.
    pub fn union<T>(self, members: &[Member<'a, T>]) -> Result<T, Mismatch> {
        let passes: &[Fit] = match self.fit {
            Fit::Exact => &[Fit::Exact],
            Fit::Outside | Fit::Lenient => &[Fit::Exact, Fit::Lenient],
        };
        let mut furthest = self.expected("a member of the union");
        for &fit in passes {
            for member in members {
                match member(Self { fit, ..self }) {
                    Ok(value) => return Ok(value),
                    Err(mismatch) if mismatch.is_beyond(furthest) => furthest = mismatch,
                    Err(_) => {}
                }
            }
        }
        Err(furthest)
    }

    /// The error that something else was expected here; `what` begins with an article:
    /// `"a string"`.
    pub fn expected(self, what: &'static str) -> Mismatch {
        Mismatch::new(self.slot, Problem::Expected(what))
    }
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What was received may be secret.
        f.debug_struct("Node")
            .field("slot", &self.slot)
            .finish_non_exhaustive()
    }
}

/// The items of an array, by [`Node::items`].
///
/// ```
/// let tape = convex_runtime::Tape::parse("[1, 2]")?;
/// let numbers: Vec<_> = tape.root().items().expect("an array").filter_map(|item| item.as_f64()).collect();
/// assert_eq!(numbers, [1.0, 2.0]);
/// # Ok::<(), convex_runtime::TapeError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Items<'a> {
    next: Node<'a>,
    left: usize,
}

impl<'a> Items<'a> {
    pub(super) fn new(next: Node<'a>, left: usize) -> Self {
        Self { next, left }
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Node<'a>> {
        self.left = self.left.checked_sub(1)?;
        let item = self.next;
        self.next = item.at(item.tape.behind(item.slot));
        Some(item)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Items<'_> {}
