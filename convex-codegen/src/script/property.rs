//! `object.key`, read: own properties, inherited ones, those of built-in classes.

use super::{
    Interpreter,
    builtins::{self, Kind, Member},
    coerce::count,
    heap::{Bound, Entry, Object, ObjectId, array_index},
    native::find,
    value::Value,
};
use crate::{diagnostics::catalogue, source::Span, syntax::Flavor};

/// Units of text that are counted in one step.
const UNITS_PER_STEP: usize = 64;

impl Interpreter<'_> {
    /// `object.key`.
    pub fn property(&mut self, object: &Value, key: &str, span: Span) -> Value {
        if key == "__proto__"
            && let Some(prototype) = self.linked_prototype(object, span)
        {
            return prototype;
        }
        let kind = match object {
            Value::Opaque(_) => return object.clone(),
            Value::Reference => return Value::Reference,
            Value::Undefined | Value::Null | Value::Hole => {
                let what = if matches!(object, Value::Null) {
                    "null"
                } else {
                    "undefined"
                };
                let problem = catalogue::property_of_nothing(span, key, what);
                return self.throw_error("TypeError", problem);
            }
            Value::String(text) => match (key, array_index(key)) {
                ("length", _) => {
                    let length = text.encode_utf16().count();
                    return match self.steps(length / UNITS_PER_STEP, span) {
                        Ok(()) => count(length),
                        Err(why) => why,
                    };
                }
                (_, Some(index)) => {
                    let passed = text.len().min(index as usize);
                    if let Err(why) = self.steps(passed / UNITS_PER_STEP, span) {
                        return why;
                    }
                    return match text.encode_utf16().nth(index as usize) {
                        Some(unit) => match self.text_of(&[unit], span) {
                            Ok(value) | Err(value) => value,
                        },
                        None => Value::Undefined,
                    };
                }
                _ => Kind::String,
            },
            Value::Number(_) => Kind::Number,
            Value::BigInt(_) => Kind::BigInt,
            Value::Bool(_) => Kind::Boolean,
            Value::Symbol(symbol) if key == "description" => {
                return builtins::description(symbol)
                    .map_or(Value::Undefined, |text| Value::text(&text));
            }
            Value::Symbol(_) => Kind::Symbol,
            Value::Namespace(namespace) => {
                if let Some(why) = self.realm.change(namespace.name, key) {
                    return Value::Opaque(why);
                }
                if let Some(member) = find(namespace.members, key) {
                    return member;
                }
                if key == "prototype" && builtins::is_error_class(namespace) {
                    return Value::Object(self.error_prototype(namespace.name));
                }
                return match builtins::member(namespace, key) {
                    Some(Member::Value(value)) => value,
                    Some(Member::None) => Value::Undefined,
                    Some(Member::Unknown) | None => {
                        let problem = self.ports.library.missing_member(namespace, key, span);
                        let unknown = || {
                            catalogue::unknown_builtin(span, &format!("{}.{key}", namespace.name))
                        };
                        self.opaque(problem.unwrap_or_else(unknown))
                    }
                };
            }
            Value::Native(native) if key == "name" => return Value::text(native.name),
            Value::Native(_) => Kind::Function,
            Value::Object(id) => return self.object_property((*id, object), key, span),
        };
        self.inherited(kind, key, span)
    }

    pub(super) fn inherited(&mut self, kind: Kind, key: &str, span: Span) -> Value {
        for kind in [kind, Kind::Object] {
            if let Some(Value::Namespace(prototype)) = kind.prototype()
                && let Some(why) = self.realm.change(prototype.name, key)
            {
                return Value::Opaque(why);
            }
        }
        match kind.inherited(key) {
            Member::Value(value) => value,
            Member::None => Value::Undefined,
            Member::Unknown => {
                let key = key.trim_start_matches("\0@@");
                self.opaque(catalogue::unknown_builtin(span, key))
            }
        }
    }

    fn object_property(&mut self, (id, this): (ObjectId, &Value), key: &str, span: Span) -> Value {
        let kind = match self.heap.get(id) {
            Object::Plain(_) => return self.plain_property((id, this), key, span),
            Object::Array(list) => match (key, array_index(key)) {
                ("length", _) => return count(list.items.len()),
                (_, Some(index)) => {
                    let item = list.items.get(index as usize);
                    return item.map_or(Value::Undefined, Value::filled);
                }
                _ => {
                    if list.extra.is_some()
                        && let Some(entry) = self.derived_entry(id, key)
                    {
                        return self.value_of(&entry, this, span);
                    }
                    Kind::Array
                }
            },
            Object::Date(_) => Kind::Date,
            Object::Regex(regex) => match super::builtins::regex::own_property(regex, key) {
                Some(value) => return value,
                None => Kind::RegExp,
            },
            Object::Closure(closure) => {
                if let Some(extra) = closure.extra
                    && let Some(entry) = self.own_entry(extra, key)
                {
                    return self.value_of(&entry, this, span);
                }
                match self.function_property(id, key) {
                    Some(value) => return value,
                    None => Kind::Function,
                }
            }
            Object::Class(_) => match self.static_member(id, key, span) {
                Some(value) => return value,
                None => Kind::Function,
            },
            Object::Host(host) => {
                let property = host.class().property;
                let extra = self
                    .heap
                    .extra(id)
                    .and_then(|extra| self.own_entry(extra, key));
                return match extra {
                    Some(entry) => self.value_of(&entry, this, span),
                    None => property(self, id, key, span).unwrap_or(Value::Undefined),
                };
            }
            Object::Module(_) => {
                return self
                    .module_property(id, key, span)
                    .unwrap_or(Value::Undefined);
            }
            Object::Collection(collection) => match (key, collection.name()) {
                ("size", "Map" | "Set") => return builtins::size(collection),
                (_, "Map") => Kind::Map,
                (_, "Set") => Kind::Set,
                (_, "WeakMap") => Kind::WeakMap,
                _ => Kind::WeakSet,
            },
            Object::Bound(bound) if matches!(key, "name" | "length") => {
                let bound = bound.clone();
                return self.bound_property(&bound, key, span);
            }
            Object::Bound(_) => Kind::Function,
            Object::Iterator(cursor) => match (key, cursor.tag()) {
                ("\0@@toStringTag", Some(tag)) => return Value::text(tag),
                _ => Kind::Iterator,
            },
            Object::Generator(_) => Kind::Generator,
            Object::Promise(_) => Kind::Promise,
            Object::Exotic(exotic) => {
                let kind = exotic.kind();
                match self.exotic_property(id, key, span) {
                    Some(value) => return value,
                    None => kind,
                }
            }
            Object::Unknown(why) => return Value::Opaque(*why),
        };
        if let Some(entry) = self.derived_entry(id, key) {
            return self.value_of(&entry, this, span);
        }
        // Its own properties may hide what its kind has.
        if let Some(why) = self.heap.unknown_rest(id) {
            return Value::Opaque(why);
        }
        if kind == Kind::Function && matches!(key, "name" | "length" | "prototype") {
            return self.unsupported(span, "this property of a function");
        }
        self.inherited(kind, key, span)
    }

    /// The name, the length or the prototype of the function `id`.
    fn function_property(&mut self, id: ObjectId, key: &str) -> Option<Value> {
        let Object::Closure(closure) = self.heap.get(id) else {
            return None;
        };
        match key {
            "name" => {
                let name = closure.function.name.clone().or(closure.given.clone());
                Some(name.map_or(Value::text(""), Value::String))
            }
            "length" => {
                let params = closure.function.params.iter();
                let required = params
                    .take_while(|param| !matches!(param, crate::syntax::Pattern::Default(..)));
                Some(count(required.count()))
            }
            "\0@@toStringTag" => match closure.function.flavor {
                Flavor::Plain => None,
                Flavor::Async => Some(Value::text("AsyncFunction")),
                Flavor::Generator => Some(Value::text("GeneratorFunction")),
                Flavor::AsyncGenerator => Some(Value::text("AsyncGeneratorFunction")),
            },
            "constructor" if closure.function.flavor != Flavor::Plain => {
                let span = closure.function.span;
                Some(self.unsupported(span, "the constructor of this function"))
            }
            "prototype" if !closure.function.arrow => {
                let prototype = self.closure_prototype(id);
                Some(prototype.map_or(Value::Undefined, Value::Object))
            }
            _ => None,
        }
    }

    /// The name or the length of `f.bind(..)`.
    fn bound_property(&mut self, bound: &Bound, key: &str, span: Span) -> Value {
        match self.property(&bound.function, key, span) {
            Value::String(name) => Value::text(&format!("bound {name}")),
            Value::Number(length) => match count(bound.args.len()) {
                Value::Number(given) => Value::Number((length - given).max(0.0)),
                other => other,
            },
            other => other,
        }
    }

    fn plain_property(&mut self, (id, this): (ObjectId, &Value), key: &str, span: Span) -> Value {
        let mut current = Some(id);
        let mut base = Kind::Object;
        while let Some(at) = current {
            let Object::Plain(plain) = self.heap.get(at) else {
                let value = Value::Object(at);
                return self.property(&value, key, span);
            };
            base = plain.base;
            if let Some(entry) = plain.get(key) {
                // A private field is not inherited; private methods are, from the prototype here.
                if key.starts_with("\0#") && at != id && !entry.hidden {
                    let message = "Cannot read a private member of an object that has none";
                    return self.type_error(message, span);
                }
                let entry = entry.clone();
                return self.value_of(&entry, this, span);
            }
            if let Some(why) = plain.unknown {
                return Value::Opaque(why);
            }
            if plain.bare {
                return Value::Undefined;
            }
            current = plain.prototype;
            if let Err(why) = self.steps(1, span) {
                return why;
            }
        }
        match self.inherited(base, key, span) {
            Value::Undefined => self.left_out(id, key, span).unwrap_or(Value::Undefined),
            inherited => inherited,
        }
    }

    /// The property of the object `id` that the module of one of its classes leaves out.
    pub(super) fn left_out(&mut self, id: ObjectId, key: &str, span: Span) -> Option<Value> {
        let mut current = Some(id);
        while let Some(at) = current {
            let Object::Plain(plain) = self.heap.get(at) else {
                return None;
            };
            current = plain.prototype;
            if let Some(constructor) = plain.get("constructor")
                && let Value::Object(class) = constructor.value
                && let Object::Class(class) = self.heap.get(class)
                && let file = class.class.span.file
                && let Some(value) = self.ports.packages.left_out(self, file, key, span)
            {
                return Some(value);
            }
        }
        None
    }

    /// The value of a property, or the result of its getter.
    pub(super) fn value_of(&mut self, entry: &Entry, this: &Value, span: Span) -> Value {
        if !entry.getter {
            return entry.value.clone();
        }
        match entry.value {
            Value::Undefined => Value::Undefined,
            ref getter => self.call(getter, this.clone(), (Vec::new(), span)),
        }
    }

    /// The own property `key` of the object `id`.
    pub fn own_entry(&self, id: ObjectId, key: &str) -> Option<Entry> {
        match self.heap.get(id) {
            Object::Plain(plain) => plain.get(key).cloned(),
            Object::Array(list) => {
                if let Some(index) = array_index(key) {
                    let item = list.items.get(index as usize)?;
                    let frozen = list.integrity == super::heap::Integrity::Frozen;
                    return (!matches!(item, Value::Hole)).then(|| Entry {
                        readonly: frozen,
                        permanent: list.integrity >= super::heap::Integrity::Sealed,
                        ..Entry::new(key.into(), item.clone())
                    });
                }
                self.own_entry(list.extra?, key)
            }
            Object::Class(class) => class.statics.get(key).cloned(),
            Object::Closure(closure) => self.own_entry(closure.extra?, key),
            Object::Exotic(exotic) => exotic.entry(key).or_else(|| {
                let extra = self.heap.extra(id)?;
                self.own_entry(extra, key)
            }),
            _ => self.own_entry(self.heap.extra(id)?, key),
        }
    }
}
