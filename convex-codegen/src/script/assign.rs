//! `object.key = value`, and properties defined, removed and closed.

use super::{
    Interpreter, builtins,
    coerce::index,
    heap::{Entry, Integrity, Object, ObjectId, array_index},
    value::Value,
};
use crate::{diagnostics::catalogue, source::Span};

impl Interpreter<'_> {
    /// `object.key = value`: a setter is called, and what cannot change is a `TypeError`.
    pub fn set_property(&mut self, object: &Value, entry: Entry) {
        let span = entry.span.unwrap_or_else(|| self.somewhere());
        if let Err(Value::Opaque(why)) = self.assign_property(object, entry, span)
            && self.unless_thrown().is_ok()
        {
            self.doubtful(&Value::Opaque(why));
            self.taint(object, why);
        }
    }

    fn assign_property(&mut self, object: &Value, entry: Entry, span: Span) -> Result<(), Value> {
        if &*entry.key == "__proto__" && super::builtins::Kind::of_primitive(object).is_some() {
            return Ok(());
        }
        if &*entry.key == "__proto__" && self.links_prototype(object, span) {
            return match entry.value {
                Value::Null
                | Value::Object(_)
                | Value::Native(_)
                | Value::Namespace(_)
                | Value::Opaque(_) => self.set_prototype(object, &entry.value, span),
                _ => Ok(()),
            };
        }
        let id = match object {
            Value::Object(id) => *id,
            Value::Opaque(_) => {
                self.doubtful(object);
                return Ok(());
            }
            Value::Reference => return Ok(()),
            Value::Undefined | Value::Null | Value::Hole => {
                let what = if matches!(object, Value::Null) {
                    "null"
                } else {
                    "undefined"
                };
                let problem = catalogue::property_of_nothing(span, &entry.key, what);
                return Err(self.throw_error("TypeError", problem));
            }
            Value::Native(_) | Value::Namespace(_) => {
                self.change_builtin(object, &entry.key, span);
                return Ok(());
            }
            _ => return Err(self.type_error("Cannot create a property on a primitive value", span)),
        };
        if let Object::Plain(_) = self.heap.get(id) {
            return self.assign_plain((id, object), entry, span);
        }
        match self.own_entry(id, &entry.key) {
            Some(known) if known.getter || known.setter.is_some() => {
                return self.call_setter(&known, object, entry.value, span);
            }
            Some(known) if known.readonly => {
                return Err(self.type_error("Cannot assign to read only property", span));
            }
            None if self.derived_prototype(id).is_some() => {
                match self.derived_entry(id, &entry.key) {
                    Some(known) if known.getter || known.setter.is_some() => {
                        return self.call_setter(&known, object, entry.value, span);
                    }
                    Some(known) if known.readonly => {
                        return Err(self.type_error("Cannot assign to read only property", span));
                    }
                    _ => {}
                }
            }
            None if self.integrity(id) > Integrity::Open && entry.key.as_ref() != "length" => {
                return Err(self.type_error("Cannot add property, object is not extensible", span));
            }
            _ => {}
        }
        match self.heap.get_mut(id) {
            Object::Regex(regex) if &*entry.key == "lastIndex" => {
                regex.last_index = entry.value;
                Ok(())
            }
            Object::Array(_) if &*entry.key == "length" => self.set_length(id, &entry.value, span),
            Object::Closure(_) if matches!(&*entry.key, "name" | "length") => {
                Err(self.type_error("Cannot assign to read only property", span))
            }
            _ => self.define_entry(id, entry, span),
        }
    }

    fn assign_plain(
        &mut self,
        (id, this): (ObjectId, &Value),
        entry: Entry,
        span: Span,
    ) -> Result<(), Value> {
        let mut current = Some(id);
        while let Some(at) = current {
            let Object::Plain(plain) = self.heap.get(at) else {
                break;
            };
            if let Some(known) = plain.get(&entry.key) {
                if known.getter || known.setter.is_some() {
                    let known = known.clone();
                    return self.call_setter(&known, this, entry.value, span);
                }
                if known.readonly {
                    return Err(self.type_error("Cannot assign to read only property", span));
                }
                break;
            }
            current = plain.prototype;
            self.steps(1, span)?;
        }
        let Object::Plain(plain) = self.heap.get_mut(id) else {
            return Ok(());
        };
        let rest = plain.unknown;
        match plain.get(&entry.key) {
            None if entry.key.starts_with("\0#") => {
                let message =
                    "Cannot write private member to an object whose class did not declare it";
                return Err(self.type_error(message, span));
            }
            Some(known) => {
                let known = known.clone();
                plain.define(Entry {
                    value: entry.value,
                    span: entry.span.or(known.span),
                    docs: entry.docs.or(known.docs),
                    ..known
                });
            }
            None if plain.integrity > Integrity::Open => {
                return Err(self.type_error("Cannot add property, object is not extensible", span));
            }
            None => plain.set(entry),
        }
        // Another kind of object may have a setter for it, or take no more properties.
        if let Some(why) = rest {
            self.doubtful(&Value::Opaque(why));
        }
        Ok(())
    }

    fn call_setter(
        &mut self,
        entry: &Entry,
        this: &Value,
        value: Value,
        span: Span,
    ) -> Result<(), Value> {
        match &entry.setter {
            Some(setter) => {
                self.call(setter, this.clone(), (vec![value], span));
                self.unless_thrown()
            }
            None => Err(self.type_error("Cannot set property which has only a getter", span)),
        }
    }

    /// Marks a property of a built-in object as unknown.
    fn change_builtin(&mut self, object: &Value, key: &str, span: Span) {
        let name = match object {
            Value::Namespace(namespace) => namespace.name,
            Value::Native(native) => native.name,
            _ => return,
        };
        if let Value::Opaque(why) = self.unsupported(span, "a change of a built-in object") {
            self.realm.changed(name, key, why);
        }
    }

    /// Defines a property with all of its attributes, replacing any existing one.
    pub fn define_entry(&mut self, id: ObjectId, entry: Entry, span: Span) -> Result<(), Value> {
        match self.heap.get_mut(id) {
            Object::Plain(plain) => plain.define(entry),
            Object::Class(class) => class.statics.define(entry),
            Object::Array(list) => match array_index(&entry.key) {
                Some(index) if (index as usize) < builtins::LONGEST_ARRAY => {
                    let index = index as usize;
                    if entry.getter
                        || entry.hidden
                        || (entry.readonly && list.integrity < Integrity::Frozen)
                    {
                        let why = self.unsupported(span, "an item of an array with attributes");
                        return Err(self.lose_items(id, why));
                    }
                    let more = (index + 1).saturating_sub(list.items.len());
                    if more > 0 {
                        list.items.resize(index + 1, Value::Hole);
                    }
                    list.items[index] = entry.value;
                    self.steps(more, span)?;
                }
                Some(_) => {
                    let why = self.opaque(catalogue::too_long(span));
                    return Err(self.lose_items(id, why));
                }
                None => self.define_extra(id, entry),
            },
            Object::Closure(_) => self.define_extra(id, entry),
            Object::Host(_) => {
                let extra = self.heap.make_extra(id);
                return self.define_entry(extra, entry, span);
            }
            _ => {
                if let Some(extra) = self.heap.extra(id) {
                    return self.define_entry(extra, entry, span);
                }
                let why = self.unsupported(span, "a property of this object");
                self.lose_value(&Value::Object(id), &why);
            }
        }
        Ok(())
    }

    /// The object with the properties of an array or a function that are its own, made on demand.
    pub(super) fn extra_of(&mut self, id: ObjectId) -> ObjectId {
        let extra = match self.heap.get(id) {
            Object::Array(list) => list.extra,
            Object::Closure(closure) => closure.extra,
            _ => None,
        };
        if let Some(extra) = extra {
            return extra;
        }
        let made = self.heap.add(Object::Plain(super::heap::Plain::default()));
        match self.heap.get_mut(id) {
            Object::Array(list) => list.extra = Some(made),
            Object::Closure(closure) => closure.extra = Some(made),
            _ => {}
        }
        made
    }

    /// Defines a property of an array or a function.
    fn define_extra(&mut self, id: ObjectId, entry: Entry) {
        let made = self.extra_of(id);
        if let Object::Plain(plain) = self.heap.get_mut(made) {
            plain.define(entry);
        }
    }

    fn set_length(&mut self, id: ObjectId, value: &Value, span: Span) -> Result<(), Value> {
        let length = match self.number_of(value, span) {
            Ok(length) => length,
            Err(why) => return Err(self.lose_items(id, why)),
        };
        if self.integrity(id) == Integrity::Frozen {
            return Err(self.type_error("Cannot assign to read only property 'length'", span));
        }
        if length.fract() != 0.0 || !(0.0..4_294_967_296.0).contains(&length) {
            return Err(self.range_error("Invalid array length", span));
        }
        let length = index(length);
        if length > builtins::LONGEST_ARRAY {
            let why = self.opaque(catalogue::too_long(span));
            return Err(self.lose_items(id, why));
        }
        if let Object::Array(list) = self.heap.get_mut(id) {
            let more = length.saturating_sub(list.items.len());
            list.items.resize(length, Value::Hole);
            self.steps(more, span)?;
        }
        Ok(())
    }

    /// Makes the array `id` unknown, because of `why`.
    fn lose_items(&mut self, id: ObjectId, why: Value) -> Value {
        if self.unless_thrown().is_ok() {
            self.lose_value(&Value::Object(id), &why);
        }
        why
    }

    /// `delete object.key`
    pub fn delete_property(&mut self, object: &Value, key: &str, span: Span) -> Result<(), Value> {
        let id = match object {
            Value::Object(id) => *id,
            Value::Undefined | Value::Null | Value::Hole => {
                return Err(self.type_error("Cannot convert undefined or null to object", span));
            }
            Value::Native(_) | Value::Namespace(_) => {
                self.change_builtin(object, key, span);
                return Ok(());
            }
            _ => return Ok(()),
        };
        let permanent = self.own_entry(id, key).is_some_and(|entry| entry.permanent);
        let array = matches!(self.heap.get(id), Object::Array(_));
        if permanent || (array && key == "length") {
            return Err(self.type_error("Cannot delete property", span));
        }
        let known = self.own_entry(id, key).is_some();
        let function = matches!(self.heap.get(id), Object::Closure(_) | Object::Class(_));
        if function && !known && matches!(key, "name" | "length") {
            // These are not kept as properties.
            if let Value::Opaque(why) = self.unsupported(span, "a function without its name") {
                *self.heap.get_mut(id) = Object::Unknown(why);
            }
            return Ok(());
        }
        let extra = match self.heap.get_mut(id) {
            Object::Plain(plain) => {
                plain.remove(key);
                None
            }
            Object::Class(class) => {
                class.statics.remove(key);
                None
            }
            Object::Array(list) => match array_index(key) {
                Some(index) => {
                    if let Some(item) = list.items.get_mut(index as usize) {
                        *item = Value::Hole;
                    }
                    None
                }
                None => list.extra,
            },
            Object::Closure(closure) => closure.extra,
            _ => {
                let why = self.unsupported(span, "a property of this object");
                self.lose_value(&Value::Object(id), &why);
                None
            }
        };
        if let Some(extra) = extra
            && let Object::Plain(plain) = self.heap.get_mut(extra)
        {
            plain.remove(key);
        }
        Ok(())
    }

    /// The changes that the object `id` still allows.
    pub fn integrity(&self, id: ObjectId) -> Integrity {
        match self.heap.get(id) {
            Object::Plain(plain) => plain.integrity,
            Object::Array(list) => list.integrity,
            Object::Class(class) => class.statics.integrity,
            Object::Closure(closure) => closure
                .extra
                .map_or(Integrity::Open, |extra| self.integrity(extra)),
            _ => Integrity::Open,
        }
    }
}
