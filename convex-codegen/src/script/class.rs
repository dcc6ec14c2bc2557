//! Classes: their members, and what is found along their parents.

use std::{rc::Rc, sync::Arc};

use super::{
    Interpreter,
    builtins::Kind,
    environment::{Place, Slot},
    frame::{Completion, Frame},
    heap::{Accessor, ClassValue, Closure, Entry, Home, MemberName, Object, ObjectId, Plain},
    native::Namespace,
    value::Value,
};
use crate::{
    diagnostics::catalogue,
    source::Span,
    syntax::{Class, Function, Member, MemberKind},
};

impl Interpreter<'_> {
    /// The value of a class declaration.
    pub(super) fn class_value(&mut self, class: &Arc<Class>, place: Place) -> Value {
        let parent = match &class.parent {
            Some(parent) => self.expr(parent, place),
            None => Value::Undefined,
        };
        if let Some(what) = class.unsupported {
            let why = self.opaque(catalogue::unsupported(class.span, what));
            self.touch(class.span, place, &why);
            return why;
        }
        let place = self.environments.enter(place);
        let above = self.instance_prototype(&parent);
        let mut prototype = Plain::inheriting(above);
        prototype.bare = matches!(parent, Value::Null);
        if let Value::Namespace(parent) = &parent {
            prototype.base = Kind::of_class(parent).unwrap_or_default();
        }
        let prototype = self.heap.add(Object::Plain(prototype));
        let id = self.heap.add(Object::Class(ClassValue {
            class: class.clone(),
            place,
            parent,
            statics: Plain::default(),
            prototype,
            keys: Rc::new([]),
            given: None,
        }));
        let value = Value::Object(id);
        if let Some(name) = &class.name {
            self.declare(place, Slot::constant(name, value.clone()));
        }
        self.define(
            prototype,
            Entry {
                hidden: true,
                ..Entry::new("constructor".into(), value.clone())
            },
        );
        let mut keys = Vec::with_capacity(class.members.len());
        for member in &class.members {
            keys.push(self.member_key(id, member, place));
        }
        let keys: Rc<[MemberName]> = keys.into();
        if let Object::Class(value) = self.heap.get_mut(id) {
            value.keys = keys.clone();
        }
        let frame = Frame {
            this: value.clone(),
            home: Some(Home {
                class: id,
                of_class: true,
            }),
            ..Frame::default()
        };
        let outer = std::mem::replace(&mut self.frame, frame);
        let statics = class.members.iter().zip(keys.iter());
        for (member, key) in statics.filter(|(member, _)| member.of_class) {
            match &member.kind {
                MemberKind::Field(_) => self.field((member, key), &value, place),
                MemberKind::Block(span) => {
                    let body = self.body(*span);
                    let scope = self.environments.enter(place);
                    for name in &body.vars {
                        self.declare(scope, Slot::new(name, Value::Undefined));
                    }
                    if let Completion::Throw(thrown) = self.block(&body.stmts, scope)
                        && self.trying > 0
                    {
                        self.thrown = Some(thrown);
                    }
                }
                _ => {}
            }
        }
        self.frame = outer;
        value
    }

    /// Evaluates the name of a member, and defines it when it is a method or an accessor.
    fn member_key(&mut self, class: ObjectId, member: &Member, place: Place) -> MemberName {
        if let MemberKind::Block(_) = member.kind {
            return None;
        }
        let key = self.key(&member.key, place);
        let Object::Class(value) = self.heap.get(class) else {
            return None;
        };
        let prototype = value.prototype;
        let key = match key {
            Ok(key) => key,
            Err(why) => {
                // A field is set on each instance.
                if !matches!(member.kind, MemberKind::Field(_)) {
                    let object = if member.of_class { class } else { prototype };
                    self.lose_value(&Value::Object(object), &why);
                }
                return Some(Err(why));
            }
        };
        let function = match &member.kind {
            MemberKind::Method(function)
            | MemberKind::Getter(function)
            | MemberKind::Setter(function) => function,
            MemberKind::Field(_) | MemberKind::Block(_) => return Some(Ok(key)),
        };
        let home = Home {
            class,
            of_class: member.of_class,
        };
        let value = self.member_function(function, place, home);
        if let (MemberKind::Method(_), Value::Object(id)) = (&member.kind, &value)
            && !key.starts_with('\0')
            && let Object::Closure(closure) = self.heap.get_mut(*id)
        {
            closure.given = Some(key.clone());
        }
        let target = if member.of_class {
            match self.heap.get_mut(class) {
                Object::Class(class) => &mut class.statics,
                _ => return None,
            }
        } else {
            match self.heap.get_mut(prototype) {
                Object::Plain(plain) => plain,
                _ => return None,
            }
        };
        let half = match member.kind {
            MemberKind::Getter(_) => Accessor::Getter(value),
            MemberKind::Setter(_) => Accessor::Setter(value),
            _ => {
                // A method takes the place of an accessor.
                target.remove(&key);
                target.set(Entry {
                    hidden: true,
                    span: Some(member.span),
                    ..Entry::new(key.clone(), value)
                });
                return Some(Ok(key));
            }
        };
        target.set_accessor(Entry {
            hidden: true,
            ..Entry::accessor(key.clone(), half)
        });
        Some(Ok(key))
    }

    fn member_function(&mut self, function: &Arc<Function>, place: Place, home: Home) -> Value {
        let closure = Closure {
            function: function.clone(),
            place,
            this: Value::Undefined,
            home: Some(home),
            extra: None,
            given: None,
        };
        Value::Object(self.heap.add(Object::Closure(closure)))
    }

    pub(super) fn define(&mut self, object: ObjectId, entry: Entry) {
        match self.heap.get_mut(object) {
            Object::Plain(plain) => plain.set(entry),
            Object::Class(class) => class.statics.set(entry),
            _ => {
                if let Some(extra) = self.rest_of_properties(object)
                    && let Object::Plain(plain) = self.heap.get_mut(extra)
                {
                    plain.set(entry);
                }
            }
        }
    }

    /// The prototype of the instances of `class`.
    pub fn instance_prototype(&mut self, class: &Value) -> Option<ObjectId> {
        if let Value::Namespace(namespace) = class
            && super::builtins::is_error_class(namespace)
        {
            return Some(self.error_prototype(namespace.name));
        }
        let Value::Object(id) = class else {
            return None;
        };
        match self.heap.get(*id) {
            Object::Class(class) => Some(class.prototype),
            Object::Closure(_) => self.closure_prototype(*id),
            _ => None,
        }
    }

    /// `super.key`
    pub(super) fn super_member(&mut self, key: &str, span: Span) -> Value {
        let Some(home) = self.frame.home else {
            return self.opaque(catalogue::unsupported(span, "`super` here"));
        };
        let Object::Class(class) = self.heap.get(home.class) else {
            return Value::Undefined;
        };
        let parent = class.parent.clone();
        if let Value::Opaque(_) = parent {
            return parent;
        }
        let this = self.frame.this.clone();
        let found = if home.of_class {
            match parent {
                Value::Object(id) => self.static_entry(id, key),
                _ => None,
            }
        } else {
            let above = self.instance_prototype(&parent);
            above.and_then(|above| self.found_along(above, key))
        };
        match found {
            Some(entry) if entry.getter => match entry.value {
                Value::Undefined => Value::Undefined,
                getter => self.call(&getter, this, (Vec::new(), span)),
            },
            Some(entry) => entry.value,
            None => match parent {
                Value::Namespace(_) if home.of_class => self.property(&parent, key, span),
                Value::Namespace(parent) => {
                    let base = Kind::of_class(parent).unwrap_or_default();
                    self.inherited(base, key, span)
                }
                _ => {
                    let empty = self.empty_object();
                    self.property(&empty, key, span)
                }
            },
        }
    }

    /// The property `key` of the plain object `id`, or of what it inherits from.
    pub fn found_along(&self, id: ObjectId, key: &str) -> Option<Entry> {
        let mut current = Some(id);
        let mut steps = 0;
        while let Some(id) = current {
            let Object::Plain(plain) = self.heap.get(id) else {
                return None;
            };
            if let Some(entry) = plain.get(key) {
                return Some(entry.clone());
            }
            if let Some(why) = plain.unknown {
                return Some(Entry::new(key.into(), Value::Opaque(why)));
            }
            current = plain.prototype;
            steps += 1;
            if steps > super::DEPTH {
                return None;
            }
        }
        None
    }

    fn static_entry(&self, id: ObjectId, key: &str) -> Option<Entry> {
        let mut id = id;
        for _ in 0..super::DEPTH {
            match self.heap.get(id) {
                Object::Class(class) => {
                    if let Some(entry) = class.statics.get(key) {
                        return Some(entry.clone());
                    }
                    if let Some(why) = class.statics.unknown {
                        return Some(Entry::new(key.into(), Value::Opaque(why)));
                    }
                    match &class.parent {
                        Value::Object(parent) => id = *parent,
                        opaque @ Value::Opaque(_) => {
                            return Some(Entry::new(key.into(), opaque.clone()));
                        }
                        _ => return None,
                    }
                }
                Object::Closure(closure) => {
                    return self.found_along(closure.extra?, key);
                }
                _ => return None,
            }
        }
        None
    }

    /// The static member `key` of a class.
    pub fn static_member(&mut self, id: ObjectId, key: &str, span: Span) -> Option<Value> {
        if let Some(entry) = self.static_entry(id, key) {
            return Some(match (entry.getter, entry.value) {
                (true, Value::Undefined) => Value::Undefined,
                (true, getter) => self.call(&getter, Value::Object(id), (Vec::new(), span)),
                (false, value) => value,
            });
        }
        let Object::Class(class) = self.heap.get(id) else {
            return None;
        };
        if !matches!(key, "name" | "prototype" | "length")
            && let Some(parent) = self.builtin_parent(id)
        {
            return Some(self.property(&Value::Namespace(parent), key, span));
        }
        match key {
            "name" => {
                let name = class.class.name.clone().or_else(|| class.given.clone());
                Some(name.map_or_else(|| Value::text(""), Value::String))
            }
            "prototype" => Some(Value::Object(class.prototype)),
            "length" => {
                let params = class.class.constructor.as_ref().map(|f| f.length());
                Some(Value::Number(params.unwrap_or(0.0)))
            }
            _ => None,
        }
    }

    /// The built-in class that a class extends, directly or not.
    pub(super) fn builtin_parent(&self, id: ObjectId) -> Option<&'static Namespace> {
        let mut id = id;
        for _ in 0..super::DEPTH {
            match self.heap.get(id) {
                Object::Class(class) => match &class.parent {
                    Value::Object(parent) => id = *parent,
                    Value::Namespace(parent) => return Some(parent),
                    _ => return None,
                },
                _ => return None,
            }
        }
        None
    }
}
