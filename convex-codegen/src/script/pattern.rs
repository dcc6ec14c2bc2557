//! Binding values to names and members: declarations, parameters, destructuring and assignments.

use super::{
    Interpreter,
    environment::Place,
    heap::{Object, Plain},
    iterator::Cursor,
    value::Value,
};
use crate::{
    source::Span,
    syntax::{Key, Pattern},
};

/// The way a pattern binds its names.
#[derive(Debug, Clone, Copy)]
enum Bind {
    Declare,
    Assign,
}

impl Interpreter<'_> {
    /// Declares the names of `pattern` in `place` with their parts of `value`.
    pub fn bind(&mut self, pattern: &Pattern, value: Value, place: Place) {
        self.take_apart(pattern, value, (place, Bind::Declare));
    }

    /// Assigns to the names and members of `pattern`.
    pub fn assign(&mut self, pattern: &Pattern, value: Value, place: Place) {
        self.take_apart(pattern, value, (place, Bind::Assign));
    }

    fn take_apart(&mut self, pattern: &Pattern, value: Value, (place, bind): (Place, Bind)) {
        if self.thrown.is_some() {
            return;
        }
        if let (Value::Opaque(_), Pattern::Array(..) | Pattern::Object(..)) = (&value, pattern) {
            self.doubtful(&value);
        }
        match pattern {
            Pattern::Name(name, span) => match bind {
                Bind::Declare => self.initialize(place, name, value),
                Bind::Assign => self.assign_name((name, *span), value, place),
            },
            Pattern::Member(parts) => self.assign_member(parts, value, place),
            Pattern::Default(pattern, default) => {
                let name = match &**pattern {
                    Pattern::Name(name, _) => Some(name),
                    _ => None,
                };
                let value = match value {
                    Value::Undefined => {
                        let value = self.named(default, name, place);
                        self.forget_callee(default);
                        value
                    }
                    Value::Opaque(_) => {
                        self.maybe(default, &value, place);
                        value
                    }
                    value => value,
                };
                self.take_apart(pattern, value, (place, bind));
            }
            Pattern::Array(items, rest) => {
                let span = span_of(pattern, place);
                self.take_items((items, rest.as_deref()), &value, (span, place, bind));
            }
            Pattern::Object(fields, rest) => {
                self.take_fields((fields, rest.as_deref()), &value, (place, bind));
            }
            Pattern::Unsupported => {}
        }
    }

    /// Takes one item after the other, and ends the iteration after the last.
    fn take_items(
        &mut self,
        (items, rest): (&[Option<Pattern>], Option<&Pattern>),
        value: &Value,
        (span, place, bind): (Span, Place, Bind),
    ) {
        let mut cursor = self.begin_iteration(value, span);
        for item in items {
            let part = match &mut cursor {
                Ok(known) => match self.advance(known, span) {
                    Ok(Some(part)) => part,
                    Ok(None) => {
                        cursor = Ok(Cursor::Done);
                        Value::Undefined
                    }
                    Err(why) => {
                        cursor = Err(why.clone());
                        why
                    }
                },
                Err(why) => why.clone(),
            };
            let Some(item) = item else { continue };
            self.take_apart(item, part, (place, bind));
        }
        let Some(rest) = rest else {
            if let Ok(cursor) = cursor
                && self.thrown.is_none()
                && let Err(why) = self.end_iteration(&cursor, span)
            {
                self.doubtful(&why);
            }
            return;
        };
        let part = match cursor {
            Ok(mut cursor) => match self.rest_of(&mut cursor, span) {
                Ok(left) => self.array(left),
                Err(why) => why,
            },
            Err(why) => why,
        };
        self.take_apart(rest, part, (place, bind));
    }

    fn take_fields(
        &mut self,
        (fields, rest): (&[(Key, Pattern)], Option<&Pattern>),
        value: &Value,
        (place, bind): (Place, Bind),
    ) {
        if let Value::Undefined | Value::Null = value
            && self.trying > 0
        {
            // Even `const {} = undefined` throws.
            let span = fields.first().map(|(_, pattern)| span_of(pattern, place));
            self.property(value, "", span.unwrap_or(Span::file_start(place.file)));
            return;
        }
        let mut taken = Vec::new();
        for (key, pattern) in fields {
            let span = span_of(pattern, place);
            let part = match self.key(key, place) {
                Ok(key) => {
                    let part = self.property(value, &key, span);
                    taken.push(key);
                    self.seen(part)
                }
                Err(why) => why,
            };
            self.take_apart(pattern, part, (place, bind));
        }
        let Some(rest) = rest else { return };
        let mut left = Plain::default();
        self.spread_rest(&mut left, (value, &taken), span_of(rest, place));
        let left = Value::Object(self.heap.add(Object::Plain(left)));
        self.take_apart(rest, left, (place, bind));
    }
}

fn span_of(pattern: &Pattern, place: Place) -> Span {
    if let Pattern::Member(parts) = pattern {
        return parts.0.span;
    }
    pattern
        .names()
        .first()
        .map_or(Span::file_start(place.file), |(_, span)| *span)
}
