//! `key in object`, and own properties.

use super::{
    Interpreter,
    builtins::Member,
    heap::{Object, array_index},
    value::Value,
};
use crate::source::Span;

impl Interpreter<'_> {
    /// Returns whether `value` has an own property `key`.
    pub fn has_own(&mut self, value: &Value, key: &str, span: Span) -> Result<bool, Value> {
        let id = match value {
            Value::Opaque(_) => return Err(value.clone()),
            Value::Undefined | Value::Null | Value::Hole => {
                return Err(self.type_error("Cannot convert undefined or null to object", span));
            }
            Value::String(text) => {
                let length = text.encode_utf16().count();
                let index = array_index(key).is_some_and(|index| (index as usize) < length);
                return Ok(index || key == "length");
            }
            Value::Number(_) | Value::Bool(_) | Value::BigInt(_) | Value::Symbol(_) => {
                return Ok(false);
            }
            Value::Native(_) => return Ok(matches!(key, "name" | "length")),
            Value::Namespace(_) | Value::Reference => {
                return Err(self.unsupported(span, "whether a built-in object has this property"));
            }
            Value::Object(id) => *id,
        };
        if self.own_entry(id, key).is_some() {
            return Ok(true);
        }
        let sure = matches!(key, "name" | "length" | "prototype");
        if let Some(why) = self.heap.unknown_rest(id)
            && (!sure || matches!(self.heap.get(id), Object::Plain(_)))
        {
            return Err(Value::Opaque(why));
        }
        Ok(match self.heap.get(id) {
            Object::Array(_) => key == "length",
            Object::Closure(closure) => match key {
                "name" | "length" => true,
                "prototype" if !closure.function.arrow => {
                    return Err(self.unsupported(span, "whether a function has a prototype"));
                }
                _ => false,
            },
            Object::Class(_) => matches!(key, "name" | "length" | "prototype"),
            Object::Module(file) => {
                let file = *file;
                self.export_names(file).iter().any(|name| &**name == key)
            }
            Object::Host(host) => (host.class().property)(self, id, key, span).is_some(),
            Object::Regex(_) => key == "lastIndex",
            Object::Unknown(why) => return Err(Value::Opaque(*why)),
            Object::Plain(_)
            | Object::Date(_)
            | Object::Collection(_)
            | Object::Iterator(_)
            | Object::Generator(_)
            | Object::Promise(_) => false,
            Object::Exotic(_) => key == "length" && self.exotic_property(id, key, span).is_some(),
            Object::Bound(_) => matches!(key, "name" | "length"),
        })
    }

    /// `key in value`
    pub fn has(&mut self, value: &Value, key: &str, span: Span) -> Result<bool, Value> {
        match value {
            Value::Opaque(_) => return Err(value.clone()),
            Value::Object(_) | Value::Native(_) | Value::Namespace(_) => {}
            Value::Reference => {
                return Err(self.unsupported(span, "whether a reference has a property"));
            }
            _ => {
                let message =
                    "Cannot use 'in' operator to search for a property in a primitive value";
                return Err(self.type_error(message, span));
            }
        }
        if let Value::Namespace(namespace) = value {
            return match self.property(value, key, span) {
                Value::Undefined => Ok(false),
                Value::Opaque(_) => {
                    let what = format!("whether `{}` has this property", namespace.name);
                    Err(self.unsupported(span, &what))
                }
                _ => Ok(true),
            };
        }
        if matches!(value, Value::Object(_)) && self.has_own(value, key, span)? {
            return Ok(true);
        }
        if let Value::Object(id) = value
            && let Object::Plain(plain) = self.heap.get(*id)
        {
            if plain.bare {
                return Ok(false);
            }
            if let Some(prototype) = plain.prototype {
                return self.nested(span, |cx| cx.has(&Value::Object(prototype), key, span));
            }
            if !matches!(plain.base.inherited(key), Member::None) {
                return Ok(true);
            }
            return self.left_out(*id, key, span).map_or(Ok(false), Err);
        }
        match self.property(value, key, span) {
            opaque @ Value::Opaque(_) => Err(opaque),
            Value::Undefined => Ok(false),
            _ => Ok(true),
        }
    }
}
