//! Objects whose state is not in their properties.

use super::{
    Interpreter,
    builtins::Kind,
    coerce::count,
    heap::{Entry, Object, ObjectId, Plain, array_index},
    value::Value,
};
use crate::{
    source::Span,
    syntax::{MemberKind, Name},
};

/// An object whose state is not in its properties.
#[derive(Debug, Clone)]
pub enum Exotic {
    /// `Object("text")`: an object around a primitive value.
    Wrapper(Value),
}

impl Exotic {
    /// Its built-in class.
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Wrapper(value) => Kind::of_primitive(value).unwrap_or(Kind::Object),
        }
    }

    /// The names of the own properties that an object has because of its state.
    pub(super) fn keys(&self) -> Vec<Name> {
        match self {
            Self::Wrapper(Value::String(text)) => {
                let length = text.encode_utf16().count();
                (0..length).map(|at| Name::from(at.to_string())).collect()
            }
            Self::Wrapper(_) => Vec::new(),
        }
    }

    /// The own property `key` of an object with this state, with its attributes.
    pub(super) fn entry(&self, key: &str) -> Option<Entry> {
        match self {
            Self::Wrapper(Value::String(text)) => {
                let index = array_index(key)?;
                let unit = text.encode_utf16().nth(index as usize)?;
                let text = String::from_utf16(&[unit]).ok()?;
                Some(Entry {
                    readonly: true,
                    permanent: true,
                    ..Entry::new(key.into(), Value::text(&text))
                })
            }
            Self::Wrapper(_) => None,
        }
    }
}

impl Interpreter<'_> {
    /// Adds an object.
    pub fn exotic(&mut self, exotic: Exotic) -> Value {
        let id = self.heap.add(Object::Exotic(Box::new(exotic)));
        // Its properties exist before any trial that changes them.
        self.heap.make_extra(id);
        Value::Object(id)
    }

    /// The object that a primitive value is where an object is needed; other values are themselves.
    pub fn object_around(&mut self, value: Value) -> Value {
        match Kind::of_primitive(&value) {
            Some(_) => self.exotic(Exotic::Wrapper(value)),
            None => value,
        }
    }

    /// The value that an object was made around; other values are themselves.
    pub fn unwrapped(&self, value: &Value) -> Value {
        if let Value::Object(id) = value
            && let Object::Exotic(exotic) = self.heap.get(*id)
            && let Exotic::Wrapper(inner) = &**exotic
        {
            return inner.clone();
        }
        value.clone()
    }

    /// The own property `key` that the object has because of its state.
    pub(super) fn exotic_property(&mut self, id: ObjectId, key: &str, span: Span) -> Option<Value> {
        let Object::Exotic(exotic) = self.heap.get(id) else {
            return None;
        };
        match &**exotic {
            Exotic::Wrapper(Value::String(text)) => match (key, array_index(key)) {
                ("length", _) => Some(count(text.encode_utf16().count())),
                (_, Some(index)) => {
                    let unit = text.encode_utf16().nth(index as usize)?;
                    let (Ok(value) | Err(value)) = self.text_of(&[unit], span);
                    Some(value)
                }
                _ => None,
            },
            Exotic::Wrapper(Value::Symbol(symbol)) if key == "description" => {
                let description = super::builtins::description(symbol);
                Some(description.map_or(Value::Undefined, |text| Value::text(&text)))
            }
            Exotic::Wrapper(_) => None,
        }
    }

    /// Returns whether an instance of a class that extends a built-in one may be `object`.
    pub(super) fn can_be_derived(&self, object: ObjectId) -> bool {
        matches!(
            self.heap.get(object),
            Object::Array(_)
                | Object::Date(_)
                | Object::Regex(_)
                | Object::Collection(_)
                | Object::Exotic(_)
        )
    }

    /// Returns whether a class extends `Array` and only adds methods.
    pub(super) fn is_simple_array_class(&self, id: ObjectId) -> bool {
        let mut id = id;
        for _ in 0..super::DEPTH {
            let Object::Class(value) = self.heap.get(id) else {
                return false;
            };
            let fields = value.class.members.iter();
            let mut fields = fields.filter(|member| !member.of_class);
            let runs = value.class.constructor.is_some()
                || fields.any(|member| matches!(member.kind, MemberKind::Field(_)))
                || value.statics.get("\0@@species").is_some()
                || value.statics.unknown.is_some();
            match &value.parent {
                _ if runs => return false,
                Value::Object(parent) => id = *parent,
                Value::Namespace(parent) => return parent.name == "Array",
                _ => return false,
            }
        }
        false
    }

    /// Makes `object`, which a built-in class has made, an instance of a class that extends it.
    pub(super) fn derive(&mut self, object: ObjectId, prototype: ObjectId) {
        let plain = Plain::inheriting(Some(prototype));
        if let Object::Array(list) = self.heap.get(object) {
            let extra = list.extra;
            let made = self.heap.add(Object::Plain(plain));
            if let Some(extra) = extra {
                for entry in self.plain(extra).all() {
                    self.define(made, entry.clone());
                }
            }
            if let Object::Array(list) = self.heap.get_mut(object) {
                list.extra = Some(made);
            }
        } else {
            let extra = self.heap.make_extra(object);
            if let Object::Plain(extra) = self.heap.get_mut(extra) {
                extra.prototype = Some(prototype);
            }
        }
    }

    /// The object with the other properties of `id`, whose prototype is that of its class.
    pub(super) fn rest_of_properties(&self, id: ObjectId) -> Option<ObjectId> {
        match self.heap.get(id) {
            Object::Array(list) => list.extra,
            _ => self.heap.extra(id),
        }
    }

    /// The prototype of an object that is not a plain one, if it is not that of its kind.
    pub(super) fn derived_prototype(&self, id: ObjectId) -> Option<ObjectId> {
        match self.heap.get(self.rest_of_properties(id)?) {
            Object::Plain(plain) => plain.prototype,
            _ => None,
        }
    }

    /// A property that an instance of a class that extends a built-in one has because of its class.
    pub(super) fn derived_entry(&self, id: ObjectId, key: &str) -> Option<Entry> {
        let extra = self.rest_of_properties(id)?;
        self.found_along(extra, key)
    }
}
