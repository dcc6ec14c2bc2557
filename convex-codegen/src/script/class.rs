//! Classes and enums.

use std::sync::Arc;

use super::{
    Interpreter,
    environment::Place,
    heap::{ClassValue, Closure, Entry, Object, ObjectId, Plain},
    native::Call,
    value::Value,
};
use crate::{
    diagnostics::catalogue,
    source::Span,
    syntax::{Class, Expr, Function, MemberKind, Name, number_text},
};

impl Interpreter<'_> {
    /// The value of a class declaration.
    pub fn class_value(&mut self, class: &Arc<Class>, place: Place) -> Value {
        let parent = match &class.parent {
            Some(parent) => self.expr(parent, place),
            None => Value::Undefined,
        };
        let place = if place.env.is_some() {
            self.environments.enter(place)
        } else {
            place
        };
        let mut methods = Plain::default();
        let mut statics = Plain::default();
        for member in &class.members {
            let (function, getter) = match &member.kind {
                MemberKind::Method(function) => (function, false),
                MemberKind::Getter(function) => (function, true),
                MemberKind::Field(_) | MemberKind::Setter => continue,
            };
            let Ok(key) = self.key(&member.key, place) else {
                continue;
            };
            let value = self.closure(function, place);
            let entry = Entry {
                getter,
                span: Some(member.span),
                ..Entry::new(key, value)
            };
            if member.of_class {
                statics.set(entry);
            } else {
                methods.set(entry);
            }
        }
        let id = self.heap.add(Object::Class(ClassValue {
            class: class.clone(),
            place,
            parent,
            statics,
            methods,
        }));
        let value = Value::Object(id);
        if let Some(name) = &class.name {
            self.environments.declare(place, name, value.clone());
        }
        let outer = std::mem::replace(&mut self.this, value.clone());
        for member in class.members.iter().filter(|member| member.of_class) {
            if let MemberKind::Field(init) = &member.kind {
                let Ok(key) = self.key(&member.key, place) else {
                    continue;
                };
                let init = init
                    .as_ref()
                    .map_or(Value::Undefined, |init| self.expr(init, place));
                self.set_property(&value, Entry::new(key, init));
            }
        }
        self.this = outer;
        value
    }

    fn closure(&mut self, function: &Arc<Function>, place: Place) -> Value {
        let closure = Closure {
            function: function.clone(),
            place,
            this: Value::Undefined,
            extra: None,
        };
        Value::Object(self.heap.add(Object::Closure(closure)))
    }

    /// `new class(..args)`.
    pub fn construct(&mut self, class: &Value, args: Vec<Value>, span: Span) -> Value {
        match class {
            Value::Opaque(_) => class.clone(),
            Value::Namespace(namespace) => match namespace.construct {
                Some(run) => run(
                    self,
                    &Call {
                        this: Value::Undefined,
                        args,
                        span,
                    },
                ),
                None => self.opaque(catalogue::unknown_builtin(span, namespace.name)),
            },
            Value::Object(id) if matches!(self.heap.get(*id), Object::Class(_)) => {
                let id = *id;
                let mut instance = Plain::default();
                instance.class = Some(id);
                let this = Value::Object(self.heap.add(Object::Plain(instance)));
                self.deeper(span, |cx| match cx.initialize(id, &this, args) {
                    Some(why) => why,
                    None => this,
                })
            }
            _ => self.not_callable(span),
        }
    }

    /// Runs the constructors of class `id` on `this`. Gives the reason when what it extends is not known.
    fn initialize(&mut self, id: ObjectId, this: &Value, args: Vec<Value>) -> Option<Value> {
        let Object::Class(value) = self.heap.get(id) else {
            return None;
        };
        let (class, place, parent) = (value.class.clone(), value.place, value.parent.clone());
        if let Value::Opaque(_) = parent {
            return Some(parent);
        }
        let outer_this = std::mem::replace(&mut self.this, this.clone());
        let outer_class = self.class.replace(id);
        let mut failed = None;
        if let Some(constructor) = &class.constructor {
            if matches!(parent, Value::Undefined) {
                self.fields(&class, this, place);
            }
            self.parameter_fields((&class, constructor), (this, &args), place);
            let closure = Closure {
                function: constructor.clone(),
                place,
                this: Value::Undefined,
                extra: None,
            };
            let result = self.run(&closure, this.clone(), args);
            if let Value::Opaque(_) = result {
                failed = Some(result);
            }
        } else {
            if let Value::Object(parent) = parent {
                failed = self.initialize(parent, this, args);
            }
            self.class = Some(id);
            self.fields(&class, this, place);
        }
        self.this = outer_this;
        self.class = outer_class;
        failed
    }

    /// Sets the fields that `constructor(readonly name: string)` declares, before its body runs.
    fn parameter_fields(
        &mut self,
        (class, constructor): (&Class, &Function),
        (this, args): (&Value, &[Value]),
        place: Place,
    ) {
        if class.parameter_fields.is_empty() {
            return;
        }
        let inner = self.environments.enter(place);
        let mut given = args.iter().cloned();
        for param in &constructor.params {
            self.bind(param, given.next().unwrap_or(Value::Undefined), inner);
        }
        for name in &class.parameter_fields {
            let value = self.environments.get(inner, name);
            let entry = Entry::new(name.clone(), value.unwrap_or(Value::Undefined));
            self.set_property(this, entry);
        }
    }

    /// `super(..args)`.
    pub fn super_call(&mut self, args: Vec<Value>, span: Span) -> Value {
        let Some(id) = self.class else {
            return self.opaque(catalogue::unsupported(span, "`super` here"));
        };
        let Object::Class(value) = self.heap.get(id) else {
            return Value::Undefined;
        };
        let (class, place, parent) = (value.class.clone(), value.place, value.parent.clone());
        let this = self.this.clone();
        let failed = match parent {
            Value::Object(parent) => self.initialize(parent, &this, args),
            _ => None,
        };
        self.fields(&class, &this, place);
        failed.unwrap_or(Value::Undefined)
    }

    fn fields(&mut self, class: &Class, this: &Value, place: Place) {
        for member in class.members.iter().filter(|member| !member.of_class) {
            if let MemberKind::Field(init) = &member.kind {
                let Ok(key) = self.key(&member.key, place) else {
                    continue;
                };
                let value = init
                    .as_ref()
                    .map_or(Value::Undefined, |init| self.expr(init, place));
                self.set_property(
                    this,
                    Entry {
                        span: Some(member.span),
                        ..Entry::new(key, value)
                    },
                );
            }
        }
    }

    /// The method or accessor `key` of an instance of `class`.
    pub fn method(
        &mut self,
        (class, this): (ObjectId, &Value),
        key: &str,
        span: Span,
    ) -> Option<Value> {
        let mut current = Some(class);
        while let Some(id) = current {
            let Object::Class(value) = self.heap.get(id) else {
                return None;
            };
            let parent = value.parent.clone();
            if let Some(entry) = value.methods.get(key).cloned() {
                return Some(if entry.getter {
                    self.call(&entry.value, this.clone(), (Vec::new(), span))
                } else {
                    entry.value
                });
            }
            current = match parent {
                Value::Object(parent) => Some(parent),
                Value::Opaque(_) => return Some(parent),
                _ => None,
            };
        }
        None
    }

    /// The static member `key` of a class.
    pub fn static_member(&mut self, id: ObjectId, key: &str, span: Span) -> Option<Value> {
        let Object::Class(value) = self.heap.get(id) else {
            return None;
        };
        let (entry, parent, name) = (
            value.statics.get(key).cloned(),
            value.parent.clone(),
            value.class.name.clone(),
        );
        match (entry, parent) {
            (Some(entry), _) if entry.getter => {
                Some(self.call(&entry.value, Value::Object(id), (Vec::new(), span)))
            }
            (Some(entry), _) => Some(entry.value),
            (None, Value::Object(parent)) => self.static_member(parent, key, span),
            (None, opaque @ Value::Opaque(_)) => Some(opaque),
            (None, _) if key == "name" => name.map(Value::String),
            (None, _) => None,
        }
    }

    /// The object that a TypeScript enum is at runtime.
    pub fn enum_value(&mut self, members: &[(Name, Option<Expr>)], place: Place) -> Value {
        let scope = self.environments.enter(place);
        let mut object = Plain::default();
        let mut next = Some(0.0);
        for (name, init) in members {
            let value = match (init, next) {
                (Some(init), _) => self.expr(init, scope),
                (None, Some(next)) => Value::Number(next),
                (None, None) => Value::Undefined,
            };
            next = None;
            if let Value::Number(number) = value {
                next = Some(number + 1.0);
                let reverse = Name::from(number_text(number));
                object.set(Entry::new(reverse, Value::String(name.clone())));
            }
            self.environments.declare(scope, name, value.clone());
            object.set(Entry::new(name.clone(), value));
        }
        Value::Object(self.heap.add(Object::Plain(object)))
    }
}
