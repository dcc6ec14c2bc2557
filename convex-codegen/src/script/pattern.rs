//! Binding values to names and members: declarations, parameters, destructuring and assignments.

use super::{
    Interpreter,
    environment::Place,
    heap::{Object, Plain},
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
                    Value::Undefined => self.named(default, name, place),
                    value => value,
                };
                self.take_apart(pattern, value, (place, bind));
            }
            Pattern::Array(items, rest) => {
                let span = span_of(pattern, place);
                let values = self.iterate(&value, span);
                for (index, item) in items.iter().enumerate() {
                    let Some(item) = item else { continue };
                    let part = match &values {
                        Ok(values) => values.get(index).cloned().unwrap_or(Value::Undefined),
                        Err(why) => why.clone(),
                    };
                    self.take_apart(item, part, (place, bind));
                }
                if let Some(rest) = rest {
                    let part = match values {
                        Ok(values) => {
                            let left = values.into_iter().skip(items.len()).collect();
                            self.array(left)
                        }
                        Err(why) => why,
                    };
                    self.take_apart(rest, part, (place, bind));
                }
            }
            Pattern::Object(fields, rest) => {
                self.take_fields((fields, rest.as_deref()), &value, (place, bind));
            }
            Pattern::Unsupported => {}
        }
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
