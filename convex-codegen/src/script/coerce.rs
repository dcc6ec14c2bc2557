//! Values as other kinds of value: as text, numbers and primitives, as operators and built-in
//! functions take them.

use super::{
    Interpreter,
    builtins::{self, numeric},
    heap::{Object, ObjectId},
    value::Value,
};
use crate::{diagnostics::catalogue, source::Span, syntax::number_text};

/// The type that an object is converted to first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// The type that the object prefers.
    Default,
    /// A number.
    Number,
    /// Text.
    Text,
}

impl Interpreter<'_> {
    /// `value` as a primitive one.
    pub fn primitive(&mut self, value: &Value, hint: Hint, span: Span) -> Result<Value, Value> {
        let id = match value {
            Value::Opaque(_) => return Err(value.clone()),
            Value::Hole => return Ok(Value::Undefined),
            Value::Undefined
            | Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::BigInt(_)
            | Value::String(_)
            | Value::Symbol(_) => return Ok(value.clone()),
            Value::Namespace(namespace)
                if matches!(namespace.name, "Math" | "JSON" | "Reflect") =>
            {
                return Ok(Value::text(&format!("[object {}]", namespace.name)));
            }
            Value::Native(_) | Value::Namespace(_) => {
                return Err(self.unsupported(span, "the code of a function as text"));
            }
            Value::Reference => return Err(self.unsupported(span, "a reference as text")),
            Value::Object(id) => *id,
        };
        match self.heap.get(id) {
            Object::Date(time) if hint == Hint::Number => Ok(Value::Number(*time)),
            Object::Date(time) => Ok(Value::text(&builtins::date_text(*time))),
            Object::Regex(regex) => Ok(Value::text(&format!("/{}/{}", regex.source, regex.flags))),
            Object::Collection(collection) => {
                let name = if collection.keyed { "Map" } else { "Set" };
                Ok(Value::text(&format!("[object {name}]")))
            }
            Object::Plain(_) | Object::Array(_) | Object::Exotic(_) | Object::Promise(_) => {
                self.converted((id, value), hint, span)
            }
            Object::Closure(_) | Object::Class(_) if hint == Hint::Text => {
                let exotic = self.property(value, "\0@@toPrimitive", span);
                self.unless_thrown()?;
                if !matches!(exotic, Value::Undefined | Value::Null) {
                    return Err(self.unsupported(span, "an object used as text"));
                }
                let method = self.property(value, "toString", span);
                self.unless_thrown()?;
                let made = self.call(&method, value.clone(), (Vec::new(), span));
                self.if_primitive(made, span)
            }
            _ => Err(self.unsupported(span, "an object used as text")),
        }
    }

    /// An object as its own methods convert it.
    fn converted(
        &mut self,
        (id, value): (ObjectId, &Value),
        hint: Hint,
        span: Span,
    ) -> Result<Value, Value> {
        if let Object::Plain(plain) = self.heap.get(id)
            && let Some(why) = plain.unknown
        {
            return Err(Value::Opaque(why));
        }
        let exotic = self.property(value, "\0@@toPrimitive", span);
        self.unless_thrown()?;
        if !matches!(exotic, Value::Undefined | Value::Null) {
            let hint = match hint {
                Hint::Default => "default",
                Hint::Number => "number",
                Hint::Text => "string",
            };
            let made = self.call(&exotic, value.clone(), (vec![Value::text(hint)], span));
            return self.if_primitive(made, span);
        }
        let methods = if hint == Hint::Text {
            ["toString", "valueOf"]
        } else {
            ["valueOf", "toString"]
        };
        for name in methods {
            let method = self.property(value, name, span);
            self.unless_thrown()?;
            if let Value::Opaque(_) = method {
                return Err(method);
            }
            if !self.is_callable(&method) {
                continue;
            }
            let made = self.call(&method, value.clone(), (Vec::new(), span));
            self.unless_thrown()?;
            match made {
                Value::Opaque(_) => return Err(made),
                Value::Object(_) | Value::Native(_) | Value::Namespace(_) | Value::Reference => {}
                made => return Ok(made),
            }
        }
        Err(self.type_error("Cannot convert object to primitive value", span))
    }

    fn if_primitive(&mut self, value: Value, span: Span) -> Result<Value, Value> {
        self.unless_thrown()?;
        match value {
            Value::Opaque(_) => Err(value),
            Value::Object(_) | Value::Native(_) | Value::Namespace(_) | Value::Reference => {
                Err(self.type_error("Cannot convert object to primitive value", span))
            }
            value => Ok(value),
        }
    }

    /// `String(value)`, which takes symbols only from `String` itself; `Err` when it is not known.
    pub fn string_of(&mut self, value: &Value, span: Span) -> Result<String, Value> {
        Ok(match self.primitive(value, Hint::Text, span)? {
            Value::String(text) => text.to_string(),
            Value::Number(number) => number_text(number),
            Value::BigInt(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            Value::Null => "null".to_owned(),
            Value::Symbol(_) => {
                return Err(self.type_error("Cannot convert a Symbol value to a string", span));
            }
            _ => "undefined".to_owned(),
        })
    }

    /// `Number(value)`; `Err` when it is not known. A `bigint` is an error.
    pub fn number_of(&mut self, value: &Value, span: Span) -> Result<f64, Value> {
        match self.numeric(value, span)? {
            Value::Number(number) => Ok(number),
            _ => Err(self.type_error("Cannot convert a BigInt value to a number", span)),
        }
    }

    /// `value` as operators take it: a number or a `bigint`.
    pub fn numeric(&mut self, value: &Value, span: Span) -> Result<Value, Value> {
        Ok(Value::Number(
            match self.primitive(value, Hint::Number, span)? {
                Value::Number(number) => number,
                Value::BigInt(number) => return Ok(Value::BigInt(number)),
                Value::Bool(value) => f64::from(u8::from(value)),
                Value::Null => 0.0,
                Value::String(text) => numeric::number(&text),
                Value::Symbol(_) => {
                    return Err(self.type_error("Cannot convert a Symbol value to a number", span));
                }
                _ => f64::NAN,
            },
        ))
    }

    /// `value` as a whole number, which may be infinite; `NaN` is 0.
    pub fn integer_of(&mut self, value: &Value, span: Span) -> Result<f64, Value> {
        let number = self.number_of(value, span)?;
        Ok(if number.is_nan() {
            0.0
        } else {
            // `-0` is 0.
            number.trunc() + 0.0
        })
    }

    /// The index that `value` denotes in `length` items, as in `slice`: a negative one counts from
    /// the end, and `undefined` is `default`.
    pub fn place_of(
        &mut self,
        value: &Value,
        (length, default): (usize, usize),
        span: Span,
    ) -> Result<usize, Value> {
        if matches!(value, Value::Undefined) {
            return Ok(default);
        }
        let place = self.integer_of(value, span)?;
        Ok(if place < 0.0 {
            length.saturating_sub(index(-place))
        } else {
            index(place).min(length)
        })
    }

    /// The name of the property that `value` is the key of.
    pub fn key_of(&mut self, value: &Value, span: Span) -> Result<crate::syntax::Name, Value> {
        match self.primitive(value, Hint::Text, span)? {
            Value::Symbol(key) | Value::String(key) => Ok(key),
            other => Ok(self.string_of(&other, span)?.into()),
        }
    }

    /// Text made by a built-in function, whose length is counted.
    pub fn text(&mut self, text: &str, span: Span) -> Result<Value, Value> {
        const LONGEST: usize = 1 << 20;
        const PER_STEP: usize = 16;
        if text.len() > LONGEST {
            return Err(self.opaque(catalogue::too_long(span)));
        }
        self.steps(text.len() / PER_STEP, span)?;
        Ok(Value::text(text))
    }

    /// Text of UTF-16 units; half a surrogate pair is not text in Rust.
    pub fn text_of(&mut self, units: &[u16], span: Span) -> Result<Value, Value> {
        match String::from_utf16(units) {
            Ok(text) => self.text(&text, span),
            Err(_) => Err(self.unsupported(span, "text with half of a surrogate pair")),
        }
    }

    /// An unknown value because `what` is not evaluated.
    pub fn unsupported(&mut self, span: Span, what: &str) -> Value {
        self.opaque(catalogue::unsupported(span, what))
    }
}

/// `number`, which is whole and not negative, as an index; saturates.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates, which is what is meant"
)]
pub(super) fn index(number: f64) -> usize {
    number as usize
}

/// A count as a number.
pub(super) fn count(count: usize) -> Value {
    Value::Number(f64::from(u32::try_from(count).unwrap_or(u32::MAX)))
}

/// `number | 0`
pub(super) fn to_int32(number: f64) -> i32 {
    to_uint32(number).cast_signed()
}

/// `number >>> 0`
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the remainder is in range"
)]
pub(super) fn to_uint32(number: f64) -> u32 {
    if number.is_finite() {
        number.trunc().rem_euclid(4_294_967_296.0) as u32
    } else {
        0
    }
}
