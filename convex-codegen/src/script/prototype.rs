//! Prototypes, read and set.

use super::{Interpreter, builtins::Kind, heap::Object, value::Value};
use crate::source::Span;

impl Interpreter<'_> {
    /// `Object.getPrototypeOf(value)`
    pub fn prototype_of(&mut self, value: &Value, span: Span) -> Result<Value, Value> {
        let kind = match value {
            Value::Opaque(_) => return Err(value.clone()),
            Value::Undefined | Value::Null | Value::Hole => {
                return Err(self.type_error("Cannot convert undefined or null to object", span));
            }
            Value::String(_) => Kind::String,
            Value::Number(_) => Kind::Number,
            Value::Bool(_) => Kind::Boolean,
            Value::BigInt(_) => Kind::BigInt,
            Value::Symbol(_) => Kind::Symbol,
            Value::Native(_) => Kind::Function,
            Value::Namespace(namespace) if namespace.name == "Object.prototype" => {
                return Ok(Value::Null);
            }
            Value::Namespace(namespace) if Kind::of_prototype(namespace).is_some() => Kind::Object,
            Value::Object(id) => match self.heap.get(*id) {
                Object::Plain(plain) => {
                    if let Some(why) = plain.unknown {
                        return Err(Value::Opaque(why));
                    }
                    match (plain.bare, plain.prototype) {
                        (true, _) => return Ok(Value::Null),
                        (_, Some(prototype)) => return Ok(Value::Object(prototype)),
                        _ => Kind::Object,
                    }
                }
                Object::Array(_) => Kind::Array,
                Object::Date(_) => Kind::Date,
                Object::Regex(_) => Kind::RegExp,
                Object::Closure(_) => Kind::Function,
                _ => return Err(self.unsupported(span, "the prototype of this value")),
            },
            _ => return Err(self.unsupported(span, "the prototype of this value")),
        };
        match kind.prototype() {
            Some(prototype) => Ok(prototype),
            None => Err(self.unsupported(span, "the prototype of this value")),
        }
    }

    /// `Object.setPrototypeOf(object, prototype)`
    pub fn set_prototype(
        &mut self,
        object: &Value,
        prototype: &Value,
        span: Span,
    ) -> Result<(), Value> {
        let (bare, to) = match prototype {
            Value::Null => (true, None),
            Value::Object(id) if matches!(self.heap.get(*id), Object::Plain(_)) => {
                (false, Some(*id))
            }
            Value::Namespace(namespace) if Kind::of_prototype(namespace) == Some(Kind::Object) => {
                (false, None)
            }
            Value::Opaque(why) => {
                self.taint(object, *why);
                return Err(prototype.clone());
            }
            Value::Object(_) | Value::Namespace(_) | Value::Native(_) | Value::Reference => {
                let why = self.unsupported(span, "this prototype");
                if let Value::Opaque(id) = why {
                    self.taint(object, id);
                }
                return Err(why);
            }
            _ => {
                return Err(self.type_error("Object prototype may only be an Object or null", span));
            }
        };
        let Value::Object(id) = object else {
            return match object {
                Value::Opaque(_) => Err(object.clone()),
                _ => Err(self.unsupported(span, "the prototype of this value")),
            };
        };
        let mut current = to;
        while let Some(at) = current {
            if at == *id {
                return Err(self.type_error("Cyclic __proto__ value", span));
            }
            self.steps(1, span)?;
            current = match self.heap.get(at) {
                Object::Plain(plain) => plain.prototype,
                _ => None,
            };
        }
        match self.heap.get_mut(*id) {
            Object::Plain(plain) => {
                plain.prototype = to;
                plain.bare = bare;
                Ok(())
            }
            _ => Err(self.unsupported(span, "the prototype of this value")),
        }
    }
}
