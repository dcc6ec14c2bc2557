//! `ObjectNode` and `Entries`: reading objects and records.

use super::{FromConvex, Literal, Mismatch, Node, failure::Problem, node::Fit, tape::Slot};

/// The fields of an object, by [`Node::object`].
///
/// Fields that are read in the order in which they arrive are found at once; the others cost a
/// search.
///
/// ```
/// use convex_runtime::{FromConvex, Mismatch, Node};
///
/// struct Task { title: String, due: Option<f64> }
///
/// impl FromConvex for Task {
///     fn from_convex(node: Node<'_>) -> Result<Self, Mismatch> {
///         let mut object = node.object(&["title"], &["due"])?;
///         Ok(Self { title: object.required("title")?, due: object.optional("due")? })
///     }
/// }
/// assert_eq!(convex_runtime::decode::<Task>(r#"{"title": "Tea"}"#)?.title, "Tea");
/// # Ok::<(), convex_runtime::DecodeError>(())
/// ```
#[derive(Debug)]
pub struct ObjectNode<'a> {
    node: Node<'a>,
    /// Start of the search for the next field: behind the field that was found last.
    next: u32,
    /// The first slot behind the object.
    end: u32,
}

impl<'a> ObjectNode<'a> {
    pub(super) fn new(node: Node<'a>) -> Result<Self, Mismatch> {
        match node.value() {
            Slot::Object(extent) => Ok(Self {
                node,
                next: node.slot() + 1,
                end: extent.end,
            }),
            _ => Err(node.expected("an object")),
        }
    }

    /// The object, if its names are those of a member of a union.
    pub(super) fn checked(
        mut self,
        required: &'static [&'static str],
        optional: &'static [&'static str],
    ) -> Result<Self, Mismatch> {
        if let Some(name) = required.iter().find(|name| self.find(name).is_none()) {
            return Err(self.missing(name));
        }
        if self.node.fit() == Fit::Exact {
            let known = |name: &str| required.contains(&name) || optional.contains(&name);
            if let Some((_, value)) = self.node.entries()?.find(|(name, _)| !known(name)) {
                return Err(Mismatch::new(value.slot(), Problem::Unknown));
            }
        }
        Ok(Self {
            next: self.node.slot() + 1,
            ..self
        })
    }

    /// A field that has to be there.
    ///
    /// # Errors
    ///
    /// When it is not there or has another shape.
    #[inline]
    pub fn required<T: FromConvex>(&mut self, name: &'static str) -> Result<T, Mismatch> {
        match self.find(name) {
            Some(value) => T::from_convex(value),
            None => Err(self.missing(name)),
        }
    }

    /// A field of type `v.optional(..)`: `None` when it is not there. `null` is a value, not
    /// `None`.
    ///
    /// # Errors
    ///
    /// When it is there and has another shape.
    #[inline]
    pub fn optional<T: FromConvex>(&mut self, name: &'static str) -> Result<Option<T>, Mismatch> {
        self.find(name).map(T::from_convex).transpose()
    }

    /// Checks a field that always holds the same literal.
    ///
    /// # Errors
    ///
    /// When it is not there or holds something else.
    pub fn constant(
        &mut self,
        name: &'static str,
        literal: &'static [Literal],
    ) -> Result<(), Mismatch> {
        match self.find(name) {
            Some(value) => value.literal(literal).map(drop),
            None => Err(self.missing(name)),
        }
    }

    /// Returns whether an optional field is there that always holds the same literal.
    ///
    /// # Errors
    ///
    /// When it is there and holds something else.
    pub fn flag(
        &mut self,
        name: &'static str,
        literal: &'static [Literal],
    ) -> Result<bool, Mismatch> {
        match self.find(name) {
            Some(value) => value.literal(literal).map(|_| true),
            None => Ok(false),
        }
    }

    /// [`required`](Self::required) for the testing deployment.
    ///
    /// # Errors
    ///
    /// When the field is not there or has another shape.
    #[cfg(feature = "testing")]
    #[doc(hidden)]
    pub fn receive_required<T: super::ToConvex>(
        &mut self,
        name: &'static str,
    ) -> Result<T, Mismatch> {
        self.find(name)
            .map_or_else(|| Err(self.missing(name)), T::receive)
    }

    /// [`optional`](Self::optional) for the testing deployment.
    ///
    /// # Errors
    ///
    /// When the field is there and has another shape.
    #[cfg(feature = "testing")]
    #[doc(hidden)]
    pub fn receive_optional<T: super::ToConvex>(
        &mut self,
        name: &'static str,
    ) -> Result<Option<T>, Mismatch> {
        self.find(name).map(T::receive).transpose()
    }

    /// The error that a field is missing.
    #[cold]
    pub fn missing(&self, name: &'static str) -> Mismatch {
        Mismatch::new(self.node.slot(), Problem::Missing(name))
    }

    /// The value of a field, if it is there.
    pub fn find(&mut self, name: &str) -> Option<Node<'a>> {
        let first = self.node.slot() + 1;
        let value = self
            .search(name, self.next, self.end)
            .or_else(|| self.search(name, first, self.next))?;
        self.next = self.node.tape().behind(value);
        Some(self.node.at(value))
    }

    fn search(&self, name: &str, from: u32, to: u32) -> Option<u32> {
        let tape = self.node.tape();
        let mut key = from;
        while key < to {
            let value = key + 1;
            if matches!(tape.slot(key), Slot::Key(span) if tape.text(span) == name) {
                return Some(value);
            }
            key = tape.behind(value);
        }
        None
    }
}

/// The fields of an object with their names, by [`Node::entries`].
///
/// ```
/// let tape = convex_runtime::Tape::parse(r#"{"a": 1, "b": 2}"#)?;
/// let names: Vec<_> = tape.root().entries().expect("an object").map(|(name, _)| name).collect();
/// assert_eq!(names, ["a", "b"]);
/// # Ok::<(), convex_runtime::TapeError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Entries<'a> {
    /// The slot of the next key.
    next: Node<'a>,
    left: usize,
}

impl<'a> Entries<'a> {
    pub(super) fn new(next: Node<'a>, left: usize) -> Self {
        Self { next, left }
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = (&'a str, Node<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let key = self.next;
        let value = key.at(key.slot() + 1);
        self.next = key.at(key.tape().behind(value.slot()));
        match key.value() {
            Slot::Key(span) => Some((key.tape().text(span), value)),
            _ => None,
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Entries<'_> {}
