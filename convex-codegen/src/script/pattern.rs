//! Binding values to names: declarations, parameters and destructuring.

use super::{
    Interpreter,
    environment::Place,
    heap::{Object, Plain},
    value::Value,
};
use crate::{
    source::Span,
    syntax::{Key, Name, Pattern},
};

/// What happens to a name that a pattern gives a value.
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

    /// Assigns to the names of `pattern`, which exist.
    pub fn assign(&mut self, pattern: &Pattern, value: Value, place: Place) {
        self.take_apart(pattern, value, (place, Bind::Assign));
    }

    fn take_apart(&mut self, pattern: &Pattern, value: Value, (place, bind): (Place, Bind)) {
        match pattern {
            Pattern::Name(name, _) => match bind {
                Bind::Declare => self.declare(place, name, value),
                Bind::Assign => self.replace(place, name, value),
            },
            Pattern::Default(pattern, default) => {
                let value = match value {
                    Value::Undefined => self.expr(default, place),
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
        let mut taken = Vec::new();
        for (key, pattern) in fields {
            let span = span_of(pattern, place);
            let part = match self.key(key, place) {
                Ok(key) => {
                    let part = self.property(value, &key, span);
                    taken.push(key);
                    part
                }
                Err(why) => why,
            };
            self.take_apart(pattern, part, (place, bind));
        }
        let Some(rest) = rest else { return };
        let mut left = Plain::default();
        self.spread_into(&mut left, value, span_of(rest, place));
        for key in &taken {
            left.remove(key);
        }
        let left = Value::Object(self.heap.add(Object::Plain(left)));
        self.take_apart(rest, left, (place, bind));
    }

    fn declare(&mut self, place: Place, name: &Name, value: Value) {
        if place.env.is_some() {
            self.environments.declare(place, name, value);
        } else {
            self.set_top_level(place.file, name, value);
        }
    }

    fn replace(&mut self, place: Place, name: &Name, value: Value) {
        if let Err(value) = self.environments.assign(place, name, value) {
            self.set_top_level(place.file, name, value);
        }
    }
}

fn span_of(pattern: &Pattern, place: Place) -> Span {
    pattern
        .names()
        .first()
        .map_or(Span::file_start(place.file), |(_, span)| *span)
}
