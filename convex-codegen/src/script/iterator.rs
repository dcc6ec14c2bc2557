//! Iteration, as in `for (const item of value)`, spreads and destructuring.

use super::{
    Interpreter,
    coerce::count,
    generator::Next,
    heap::{Object, ObjectId},
    native::{Native, attempt, native},
    value::Value,
};
use crate::source::Span;

/// The state of an iteration: its source and its position.
#[derive(Debug, Clone)]
pub enum Cursor {
    /// An array, which may change during the iteration.
    Array(ObjectId, usize, Part),
    /// A `Map` or a `Set`, which may change during the iteration.
    Collection(ObjectId, usize, Part),
    /// Items that are known already.
    Items(std::vec::IntoIter<Value>),
    /// A built-in iterator: an object with a cursor of its own.
    Shared(ObjectId),
    /// A user-defined iterator and its `next`.
    Protocol(Value, Value),
    /// A generator.
    Generator(ObjectId),
    /// At its end.
    Done,
}

impl Cursor {
    /// The tag of a built-in iterator, where it is known.
    pub(super) fn tag(&self) -> Option<&'static str> {
        match self {
            Self::Array(..) => Some("Array Iterator"),
            _ => None,
        }
    }
}

/// The part of each entry that an iteration yields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The keys.
    Keys,
    /// The values.
    Values,
    /// Both.
    Entries,
}

/// Methods of iterators.
pub(super) const METHODS: &[Native] = &[
    attempt("next", |cx, call| {
        let Value::Object(id) = call.this else {
            return Err(cx.type_error("next method called on incompatible receiver", call.span));
        };
        let value = cx.advance(&mut Cursor::Shared(id), call.span)?;
        Ok(cx.step_object(value))
    }),
    native("\0@@iterator", |_, call| call.this.clone()),
];

impl Interpreter<'_> {
    /// An iterator object.
    pub fn cursor(&mut self, cursor: Cursor) -> Value {
        Value::Object(self.heap.add(Object::Iterator(cursor)))
    }

    /// An iterator over `items`.
    pub fn iterator(&mut self, items: Vec<Value>) -> Value {
        self.cursor(Cursor::Items(items.into_iter()))
    }

    /// `{ value, done }`
    fn step_object(&mut self, value: Option<Value>) -> Value {
        let done = Value::Bool(value.is_none());
        let value = value.unwrap_or(Value::Undefined);
        self.object_of([("value", value), ("done", done)])
    }

    /// Begins an iteration of `value`.
    pub fn begin_iteration(&mut self, value: &Value, span: Span) -> Result<Cursor, Value> {
        match value {
            Value::Opaque(_) => return Err(value.clone()),
            Value::String(text) => {
                let length = text.len();
                self.steps(length / 16, span)?;
                let chars = text
                    .chars()
                    .map(|c| Value::text(c.encode_utf8(&mut [0; 4])));
                return Ok(Cursor::Items(chars.collect::<Vec<_>>().into_iter()));
            }
            Value::Object(id) => match self.heap.get(*id) {
                Object::Array(_) => return Ok(Cursor::Array(*id, 0, Part::Values)),
                Object::Collection(collection) => {
                    if let Some(why) = collection.unknown {
                        return Err(Value::Opaque(why));
                    }
                    let part = if collection.keyed {
                        Part::Entries
                    } else {
                        Part::Values
                    };
                    return Ok(Cursor::Collection(*id, 0, part));
                }
                Object::Iterator(_) => return Ok(Cursor::Shared(*id)),
                Object::Generator(_) => return Ok(Cursor::Generator(*id)),
                Object::Unknown(why) => return Err(Value::Opaque(*why)),
                _ => {}
            },
            Value::Reference => return Err(self.unsupported(span, "iteration over a reference")),
            _ => {}
        }
        let method = self.property(value, "\0@@iterator", span);
        self.unless_thrown()?;
        if let Value::Opaque(_) = method {
            return Err(method);
        }
        if !self.is_callable(&method) {
            return Err(self.type_error("the value is not iterable", span));
        }
        let iterator = self.call(&method, value.clone(), (Vec::new(), span));
        self.unless_thrown()?;
        match &iterator {
            Value::Opaque(_) => return Err(iterator),
            Value::Object(id) if matches!(self.heap.get(*id), Object::Iterator(_)) => {
                return Ok(Cursor::Shared(*id));
            }
            Value::Object(id) if matches!(self.heap.get(*id), Object::Generator(_)) => {
                return Ok(Cursor::Generator(*id));
            }
            _ => {}
        }
        let next = self.property(&iterator, "next", span);
        self.unless_thrown()?;
        Ok(Cursor::Protocol(iterator, next))
    }

    /// The next item of an iteration; `None` at its end. Each is a step.
    pub fn advance(&mut self, cursor: &mut Cursor, span: Span) -> Result<Option<Value>, Value> {
        self.steps(1, span)?;
        match cursor {
            Cursor::Done => Ok(None),
            Cursor::Items(items) => Ok(items.next()),
            Cursor::Shared(id) => {
                let id = *id;
                let Object::Iterator(shared) = self.heap.get_mut(id) else {
                    return Err(self.unsupported(span, "this iterator"));
                };
                let mut inner = std::mem::replace(shared, Cursor::Done);
                let next = self.advance(&mut inner, span);
                if let (Ok(Some(_)), Object::Iterator(shared)) = (&next, self.heap.get_mut(id)) {
                    *shared = inner;
                }
                next
            }
            Cursor::Generator(id) => Ok(match self.next_generated(*id, span)? {
                Next::Yield(value) => Some(value),
                Next::Return(_) => None,
            }),
            Cursor::Array(id, at, part) => {
                if let Object::Unknown(why) = self.heap.get(*id) {
                    return Err(Value::Opaque(*why));
                }
                let item = self.items(*id).get(*at).map(Value::filled);
                let Some(item) = item else {
                    *cursor = Cursor::Done;
                    return Ok(None);
                };
                let key = count(*at);
                *at += 1;
                Ok(Some(self.part(*part, key, item)))
            }
            Cursor::Collection(id, at, part) => {
                let collection = match self.heap.get(*id) {
                    Object::Collection(collection) => collection,
                    Object::Unknown(why) => return Err(Value::Opaque(*why)),
                    _ => return Ok(None),
                };
                if let Some(why) = collection.unknown {
                    return Err(Value::Opaque(why));
                }
                let Some((next, (key, value))) = collection.from(*at) else {
                    *cursor = Cursor::Done;
                    return Ok(None);
                };
                *at = next;
                Ok(Some(self.part(*part, key, value)))
            }
            Cursor::Protocol(iterator, next) => {
                let step = self.call(next, iterator.clone(), (Vec::new(), span));
                self.unless_thrown()?;
                match &step {
                    Value::Opaque(_) => return Err(step),
                    Value::Object(_) => {}
                    _ => return Err(self.type_error("Iterator result is not an object", span)),
                }
                let done = self.property(&step, "done", span);
                self.unless_thrown()?;
                match done.truthy() {
                    Some(true) => Ok(None),
                    Some(false) => {
                        let value = self.property(&step, "value", span);
                        self.unless_thrown()?;
                        Ok(Some(value))
                    }
                    None => Err(done),
                }
            }
        }
    }

    fn part(&mut self, part: Part, key: Value, value: Value) -> Value {
        match part {
            Part::Keys => key,
            Part::Values => value,
            Part::Entries => self.array(vec![key, value]),
        }
    }

    /// Ends an iteration early: a user-defined iterator may have a `return` method.
    pub fn end_iteration(&mut self, cursor: &Cursor, span: Span) -> Result<(), Value> {
        let iterator = match cursor {
            Cursor::Protocol(iterator, _) => iterator,
            Cursor::Generator(id) => {
                self.close_generator(*id);
                return Ok(());
            }
            _ => return Ok(()),
        };
        let end = self.property(iterator, "return", span);
        self.unless_thrown()?;
        match end {
            Value::Undefined | Value::Null => Ok(()),
            Value::Opaque(_) => Err(end),
            end => {
                self.call(&end, iterator.clone(), (Vec::new(), span));
                self.unless_thrown()
            }
        }
    }

    /// The items that `for (const item of value)` and `[...value]` iterate.
    pub fn iterate(&mut self, value: &Value, span: Span) -> Result<Vec<Value>, Value> {
        let mut cursor = self.begin_iteration(value, span)?;
        self.rest_of(&mut cursor, span)
    }

    /// All items that are left of an iteration.
    pub fn rest_of(&mut self, cursor: &mut Cursor, span: Span) -> Result<Vec<Value>, Value> {
        let mut items = Vec::new();
        while let Some(item) = self.advance(cursor, span)? {
            items.push(item);
        }
        Ok(items)
    }

    /// Returns whether the object `value` has a callable `Symbol.iterator` method.
    pub fn is_iterable(&mut self, value: &Value, span: Span) -> Result<bool, Value> {
        let method = self.property(value, "\0@@iterator", span);
        self.unless_thrown()?;
        match method {
            Value::Opaque(_) => Err(method),
            method => Ok(self.is_callable(&method)),
        }
    }
}
