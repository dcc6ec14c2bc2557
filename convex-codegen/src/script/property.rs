//! `object.key`, read and written.

use super::{
    Interpreter, builtins,
    heap::{Closure, Entry, Object, ObjectId, array_index},
    native::find,
    value::Value,
};
use crate::{diagnostics::catalogue, source::Span};

impl Interpreter<'_> {
    /// `object.key`.
    pub fn property(&mut self, object: &Value, key: &str, span: Span) -> Value {
        match object {
            Value::Opaque(_) => object.clone(),
            Value::Reference => Value::Reference,
            Value::Undefined | Value::Null => {
                let what = if matches!(object, Value::Null) {
                    "null"
                } else {
                    "undefined"
                };
                self.opaque(catalogue::property_of_nothing(span, key, what))
            }
            Value::String(text) => match (key, array_index(key)) {
                ("length", _) => {
                    let length = text.encode_utf16().count();
                    Value::Number(f64::from(u32::try_from(length).unwrap_or(u32::MAX)))
                }
                (_, Some(index)) => {
                    let c = text.chars().nth(index as usize);
                    c.map_or(Value::Undefined, |c| Value::text(&c.to_string()))
                }
                _ => find(builtins::STRING_METHODS, key).unwrap_or(Value::Undefined),
            },
            Value::Hole => Value::Undefined,
            Value::Number(_) | Value::BigInt(_) | Value::Bool(_) | Value::Symbol(_) => {
                find(builtins::NUMBER_METHODS, key).unwrap_or(Value::Undefined)
            }
            Value::Namespace(namespace) => {
                if let Some(member) = find(namespace.members, key) {
                    return member;
                }
                let problem = self.ports.library.missing_member(namespace, key, span);
                let unknown =
                    || catalogue::unknown_builtin(span, &format!("{}.{key}", namespace.name));
                self.opaque(problem.unwrap_or_else(unknown))
            }
            Value::Native(_) => find(builtins::FUNCTION_METHODS, key).unwrap_or(Value::Undefined),
            Value::Object(id) => self.object_property((*id, object), key, span),
        }
    }

    fn object_property(&mut self, (id, this): (ObjectId, &Value), key: &str, span: Span) -> Value {
        let found = match self.heap.get(id) {
            Object::Plain(plain) => {
                let unknown = plain.unknown;
                let prototype = plain.prototype;
                match plain.get(key).cloned() {
                    Some(entry) if entry.getter => {
                        return self.call(&entry.value, this.clone(), (Vec::new(), span));
                    }
                    Some(entry) => Some(entry.value),
                    None if unknown.is_some() => unknown.map(Value::Opaque),
                    None => match prototype.and_then(|above| self.found_along(above, key)) {
                        Some(entry) if entry.getter => {
                            return self.call(&entry.value, this.clone(), (Vec::new(), span));
                        }
                        Some(entry) => Some(entry.value),
                        None => find(builtins::OBJECT_METHODS, key),
                    },
                }
            }
            Object::Array(list) => match (key, array_index(key)) {
                ("length", _) => Some(Value::Number(f64::from(
                    u32::try_from(list.items.len()).unwrap_or(u32::MAX),
                ))),
                (_, Some(index)) => list.items.get(index as usize).map(Value::filled),
                _ => {
                    let extra = list.extra.map(|extra| self.plain(extra));
                    let own = extra.and_then(|extra| extra.get(key).cloned());
                    own.map(|entry| entry.value)
                        .or_else(|| find(builtins::ARRAY_METHODS, key))
                        .or_else(|| find(builtins::ORDER_METHODS, key))
                }
            },
            Object::Date(_)
            | Object::Regex(_)
            | Object::Generator(_)
            | Object::Promise(_)
            | Object::Unknown(_) => {
                let what = "a property of this object";
                Some(self.opaque(catalogue::unsupported(span, what)))
            }
            Object::Closure(closure) => {
                let name = closure.function.name.clone();
                let given = closure.given.clone();
                match (closure.extra, key) {
                    (Some(extra), key) if self.plain(extra).get(key).is_some() => {
                        self.plain(extra).get(key).map(|entry| entry.value.clone())
                    }
                    (_, "name") => name.or(given).map(Value::String),
                    _ => find(builtins::FUNCTION_METHODS, key),
                }
            }
            Object::Class(_) => self.static_member(id, key, span),
            Object::Host(host) => {
                let property = host.class().property;
                let extra = self.heap.extra(id).map(|extra| self.plain(extra));
                match extra.and_then(|extra| extra.get(key).cloned()) {
                    Some(entry) => Some(entry.value),
                    None => property(self, id, key, span),
                }
            }
            Object::Module(_) => self.module_property(id, key, span),
            Object::Collection(collection) => match key {
                "size" => {
                    let size = collection.entries.len();
                    Some(Value::Number(f64::from(
                        u32::try_from(size).unwrap_or(u32::MAX),
                    )))
                }
                _ => find(builtins::COLLECTION_METHODS, key),
            },
        };
        found.unwrap_or(Value::Undefined)
    }

    /// `object.key = value`.
    pub fn set_property(&mut self, object: &Value, entry: Entry) {
        let Value::Object(id) = object else { return };
        match self.heap.get_mut(*id) {
            Object::Plain(plain) => plain.set(entry),
            Object::Class(class) => class.statics.set(entry),
            Object::Array(list) => {
                const LONGEST: usize = 100_000;
                if let Some(index) = array_index(&entry.key)
                    && (index as usize) < LONGEST
                {
                    let index = index as usize;
                    if list.items.len() <= index {
                        list.items.resize(index + 1, Value::Hole);
                    }
                    list.items[index] = entry.value;
                }
            }
            Object::Closure(Closure { extra, .. }) => {
                let kept = *extra;
                let object = kept.map_or_else(|| self.empty_object(), Value::Object);
                self.set_property(&object, entry);
                if let (Object::Closure(Closure { extra, .. }), Value::Object(object)) =
                    (self.heap.get_mut(*id), object)
                {
                    *extra = Some(object);
                }
            }
            Object::Host(_) => {
                let extra = self.heap.make_extra(*id);
                self.set_property(&Value::Object(extra), entry);
            }
            _ => {}
        }
    }
}
