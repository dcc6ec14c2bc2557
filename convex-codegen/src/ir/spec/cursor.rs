//! A place in a JSON document that knows its path, so that every error names it.

use std::fmt;

use serde_json::{Map, Value};

/// An error in a function specification, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SpecError {
    /// The place: `functions[3].args.value.text`; empty for the document itself.
    pub path: String,
    /// The problem at that place.
    pub problem: String,
}

impl fmt::Display for SpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.problem)
        } else {
            write!(f, "{}: {}", self.path, self.problem)
        }
    }
}

impl std::error::Error for SpecError {}

/// A value of the document with the way to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    value: &'a Value,
    step: Step<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'a> {
    Root,
    Field(&'a Cursor<'a>, &'a str),
    Element(&'a Cursor<'a>, usize),
}

impl<'a> Cursor<'a> {
    pub(super) fn root(value: &'a Value) -> Self {
        Self {
            value,
            step: Step::Root,
        }
    }

    pub(super) fn value(&self) -> &'a Value {
        self.value
    }

    /// The field `name`, which must be there.
    pub(super) fn field(&'a self, name: &'a str) -> Result<Cursor<'a>, SpecError> {
        self.optional(name)?
            .ok_or_else(|| self.error(format!("`{name}` is missing")))
    }

    /// The field `name`, unless it is absent or null.
    pub(super) fn optional(&'a self, name: &'a str) -> Result<Option<Cursor<'a>>, SpecError> {
        let value = self.object()?.get(name).filter(|value| !value.is_null());
        Ok(value.map(|value| Self {
            value,
            step: Step::Field(self, name),
        }))
    }

    /// The fields of an object.
    pub(super) fn fields(
        &'a self,
    ) -> Result<impl Iterator<Item = (&'a str, Cursor<'a>)>, SpecError> {
        Ok(self.object()?.iter().map(|(name, value)| {
            let step = Step::Field(self, name);
            (name.as_str(), Self { value, step })
        }))
    }

    /// The elements of an array.
    pub(super) fn elements(&'a self) -> Result<impl Iterator<Item = Cursor<'a>>, SpecError> {
        let Value::Array(elements) = self.value else {
            return Err(self.expected("an array"));
        };
        Ok(elements.iter().enumerate().map(|(index, value)| Self {
            value,
            step: Step::Element(self, index),
        }))
    }

    pub(super) fn text(&self) -> Result<&'a str, SpecError> {
        self.value.as_str().ok_or_else(|| self.expected("a string"))
    }

    pub(super) fn boolean(&self) -> Result<bool, SpecError> {
        self.value
            .as_bool()
            .ok_or_else(|| self.expected("true or false"))
    }

    pub(super) fn number(&self) -> Result<u32, SpecError> {
        self.value
            .as_u64()
            .and_then(|number| u32::try_from(number).ok())
            .ok_or_else(|| self.expected("a number from 0 to 4294967295"))
    }

    /// The strings of an array.
    pub(super) fn texts(&self) -> Result<Vec<String>, SpecError> {
        self.elements()?
            .map(|element| element.text().map(str::to_owned))
            .collect()
    }

    pub(super) fn error(&self, problem: String) -> SpecError {
        SpecError {
            path: self.path(),
            problem,
        }
    }

    pub(super) fn expected(&self, what: &str) -> SpecError {
        let found = match self.value {
            Value::Null => "null".to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::Number(value) => value.to_string(),
            Value::String(text) => format!("{text:?}"),
            Value::Array(_) => "an array".to_owned(),
            Value::Object(_) => "an object".to_owned(),
        };
        self.error(format!("expected {what}, found {found}"))
    }

    fn object(&self) -> Result<&'a Map<String, Value>, SpecError> {
        self.value
            .as_object()
            .ok_or_else(|| self.expected("an object"))
    }

    /// The place: `functions[3].args.value.text`.
    pub(super) fn path(&self) -> String {
        match self.step {
            Step::Root => String::new(),
            Step::Element(parent, index) => format!("{}[{index}]", parent.path()),
            Step::Field(parent, name) => {
                let parent = parent.path();
                let dot = if parent.is_empty() { "" } else { "." };
                format!("{parent}{dot}{name}")
            }
        }
    }
}
