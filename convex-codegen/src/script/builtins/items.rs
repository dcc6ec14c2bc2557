//! The items of what a method of arrays is called on.

use super::{array::LONGEST, kind::Kind};
use crate::{
    diagnostics::catalogue,
    script::{
        Interpreter,
        coerce::index,
        heap::{Object, ObjectId},
        native::Call,
        value::Value,
    },
};

/// The items that a method iterates: an array that may change meanwhile, or the characters of a
/// text.
pub(super) enum Items {
    /// An array.
    Live(ObjectId),
    /// Other items.
    Fixed(Vec<Value>),
    /// The properties of an object that has this length.
    Like(ObjectId, usize),
}

impl Items {
    /// The items of what a method is called on. Each is a step.
    pub(super) fn of(cx: &mut Interpreter<'_>, call: &Call) -> Result<Self, Value> {
        let items = match &call.this {
            Value::Opaque(_) => return Err(call.this.clone()),
            Value::Undefined | Value::Null => {
                return Err(cx.type_error(
                    "Array.prototype method called on null or undefined",
                    call.span,
                ));
            }
            Value::String(text) => {
                let mut items = Vec::new();
                for unit in text.encode_utf16() {
                    items.push(cx.text_of(&[unit], call.span)?);
                }
                Self::Fixed(items)
            }
            this if Kind::of_primitive(this).is_some() => Self::Fixed(Vec::new()),
            this => match (cx.list(this), this) {
                (Some(id), _) => Self::Live(id),
                (None, Value::Object(id)) => Self::like(cx, *id, call)?,
                _ => {
                    return Err(cx.unsupported(call.span, "a method of arrays on something else"));
                }
            },
        };
        let length = items.len(cx);
        cx.steps(length, call.span)?;
        Ok(items)
    }

    /// The items of an object that has a length.
    fn like(cx: &mut Interpreter<'_>, id: ObjectId, call: &Call) -> Result<Self, Value> {
        let mut at = Some(id);
        while let Some(current) = at {
            let simple = match cx.heap.get(current) {
                Object::Plain(plain) => {
                    at = plain.prototype;
                    let mut entries = plain.all();
                    plain.unknown.is_none() && entries.all(|entry| !entry.getter)
                }
                _ => false,
            };
            if !simple {
                return Err(cx.unsupported(call.span, "a method of arrays on something else"));
            }
            cx.steps(1, call.span)?;
        }
        let length = cx.property(&call.this, "length", call.span);
        let length = cx.integer_of(&length, call.span)?.max(0.0);
        if index(length) > LONGEST {
            return Err(cx.opaque(catalogue::too_long(call.span)));
        }
        Ok(Self::Like(id, index(length)))
    }

    /// The number of items.
    pub(super) fn len(&self, cx: &Interpreter<'_>) -> usize {
        match self {
            Self::Live(id) => cx.items(*id).len(),
            Self::Fixed(items) => items.len(),
            Self::Like(_, length) => *length,
        }
    }

    /// The item at `at`; a gap when there is none.
    pub(super) fn get(&self, cx: &Interpreter<'_>, at: usize) -> Value {
        let items = match self {
            Self::Live(id) => cx.items(*id),
            Self::Fixed(items) => items,
            Self::Like(id, _) => {
                let entry = cx.found_along(*id, &at.to_string());
                return entry.map_or(Value::Hole, |entry| entry.value);
            }
        };
        items.get(at).cloned().unwrap_or(Value::Hole)
    }

    /// All of them now, gaps too.
    pub(super) fn all(&self, cx: &Interpreter<'_>) -> Vec<Value> {
        match self {
            Self::Live(id) => cx.items(*id).to_vec(),
            Self::Fixed(items) => items.clone(),
            Self::Like(_, length) => (0..*length).map(|at| self.get(cx, at)).collect(),
        }
    }
}

impl Interpreter<'_> {
    /// The array that `value` is.
    pub fn list(&self, value: &Value) -> Option<ObjectId> {
        match value {
            Value::Object(id) if matches!(self.heap.get(*id), Object::Array(_)) => Some(*id),
            _ => None,
        }
    }

    /// The items of the array `id`, gaps too.
    pub fn items(&self, id: ObjectId) -> &[Value] {
        match self.heap.get(id) {
            Object::Array(list) => &list.items,
            _ => &[],
        }
    }
}
