//! Prototypes, read and set.

use super::{
    Interpreter,
    builtins::Kind,
    heap::{Integrity, Object},
    value::Value,
};
use crate::{source::Span, syntax::Flavor};

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
                        _ => plain.base,
                    }
                }
                Object::Unknown(why) => return Err(Value::Opaque(*why)),
                Object::Class(class) => match &class.parent {
                    Value::Undefined | Value::Null => Kind::Function,
                    parent => return Ok(parent.clone()),
                },
                Object::Closure(closure) if closure.function.flavor != Flavor::Plain => {
                    return Err(self.unsupported(span, "the prototype of this value"));
                }
                Object::Closure(_) | Object::Bound(_) => Kind::Function,
                object => match (self.derived_prototype(*id), object) {
                    (Some(prototype), _) => return Ok(Value::Object(prototype)),
                    (_, Object::Array(_)) => Kind::Array,
                    (_, Object::Date(_)) => Kind::Date,
                    (_, Object::Regex(_)) => Kind::RegExp,
                    (_, Object::Collection(collection)) => Kind::of_collection(collection),
                    (_, Object::Exotic(exotic)) => exotic.kind(),
                    (_, Object::Promise(_)) => Kind::Promise,
                    _ => return Err(self.unsupported(span, "the prototype of this value")),
                },
            },
            Value::Namespace(namespace) if super::builtins::is_class(namespace) => Kind::Function,
            Value::Namespace(namespace) if super::builtins::is_builtin(namespace) => Kind::Object,
            _ => return Err(self.unsupported(span, "the prototype of this value")),
        };
        match kind.prototype() {
            Some(prototype) => Ok(prototype),
            None => Err(self.unsupported(span, "the prototype of this value")),
        }
    }

    /// Returns whether assigning `value.__proto__` sets the prototype of the object `value`.
    pub(super) fn links_prototype(&mut self, value: &Value, span: Span) -> bool {
        matches!(value, Value::Object(_))
            && !matches!(
                self.linked_prototype(value, span),
                None | Some(Value::Undefined)
            )
    }

    /// `value.__proto__`, where no other property has this name.
    pub(super) fn linked_prototype(&mut self, value: &Value, span: Span) -> Option<Value> {
        match value {
            Value::Opaque(_) | Value::Undefined | Value::Null | Value::Hole | Value::Reference => {
                return None;
            }
            Value::Object(id) => {
                let plain = matches!(self.heap.get(*id), Object::Plain(_));
                if plain && self.found_along(*id, "__proto__").is_some() {
                    return None;
                }
                if let Object::Module(_) | Object::Host(_) = self.heap.get(*id) {
                    return None;
                }
                if plain {
                    match self.end_of_chain(*id, span) {
                        Ok(Some(_)) => {}
                        Ok(None) => return Some(Value::Undefined),
                        Err(why) => return Some(why),
                    }
                } else if self.own_entry(*id, "__proto__").is_some() {
                    return None;
                }
            }
            _ => {}
        }
        let (Ok(found) | Err(found)) = self.prototype_of(value, span);
        Some(found)
    }

    /// `Object.setPrototypeOf(object, prototype)`
    pub fn set_prototype(
        &mut self,
        object: &Value,
        prototype: &Value,
        span: Span,
    ) -> Result<(), Value> {
        let mut end = Kind::Object;
        let (bare, to) = match prototype {
            Value::Null => (true, None),
            Value::Object(id) if matches!(self.heap.get(*id), Object::Plain(_)) => {
                (false, Some(*id))
            }
            Value::Namespace(namespace) if Kind::of_prototype(namespace).is_some() => {
                end = Kind::of_prototype(namespace).unwrap_or_default();
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
        if self.integrity(*id) > Integrity::Open {
            let now = self.prototype_of(object, span)?;
            return match now.strictly_equals(prototype) {
                Some(true) => Ok(()),
                _ => Err(self.type_error("the object is not extensible", span)),
            };
        }
        match self.heap.get_mut(*id) {
            Object::Plain(plain) => {
                plain.prototype = to;
                plain.base = end;
                plain.bare = bare;
                Ok(())
            }
            _ => Err(self.unsupported(span, "the prototype of this value")),
        }
    }
}
