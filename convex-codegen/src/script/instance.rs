//! Evaluation of `new`: instances of classes and plain functions, and their constructors.

use super::{
    Interpreter,
    environment::Place,
    frame::Frame,
    heap::{Closure, Entry, Home, MemberName, Object, ObjectId, Plain},
    native::Call,
    unknown_call::Purpose,
    value::Value,
};
use crate::{
    diagnostics::catalogue,
    source::Span,
    syntax::{Class, Flavor, Function, Member, MemberKind},
};

impl Interpreter<'_> {
    /// `new class(..args)`.
    pub fn construct(&mut self, class: &Value, args: Vec<Value>, span: Span) -> Value {
        if self.thrown.is_some() {
            return Value::Undefined;
        }
        match class {
            Value::Opaque(_) => {
                self.unknown_call(class, &args, Purpose::Result);
                class.clone()
            }
            Value::Namespace(namespace) => match namespace.construct {
                Some(run) => {
                    let this = Value::Undefined;
                    run(self, &Call { this, args, span })
                }
                None => self.opaque(catalogue::unknown_builtin(span, namespace.name)),
            },
            Value::Object(id) => match self.heap.get(*id) {
                Object::Class(value) => {
                    let (id, prototype) = (*id, value.prototype);
                    let this = Value::Object(
                        self.heap
                            .add(Object::Plain(Plain::inheriting(Some(prototype)))),
                    );
                    self.deeper(span, |cx| {
                        let target = Value::Object(id);
                        cx.set_up(id, (this, target), args, span)
                    })
                }
                Object::Closure(_) => {
                    let id = *id;
                    self.deeper(span, |cx| cx.construct_closure(id, args, span))
                }
                _ => self.not_callable(span),
            },
            _ => self.not_callable(span),
        }
    }

    /// Runs the constructor of class `id` on `this`. Returns the object, or why it is not known.
    fn set_up(
        &mut self,
        id: ObjectId,
        (this, target): (Value, Value),
        args: Vec<Value>,
        span: Span,
    ) -> Value {
        let Object::Class(value) = self.heap.get(id) else {
            return this;
        };
        let (class, place, parent) = (value.class.clone(), value.place, value.parent.clone());
        let derived = class.parent.is_some();
        let Some(constructor) = &class.constructor else {
            let this = if derived {
                match self.set_up_parent(&parent, (this, target), args, span) {
                    Value::Opaque(why) => return Value::Opaque(why),
                    this => this,
                }
            } else {
                this
            };
            self.fields(id, &this);
            return this;
        };
        if !derived {
            self.fields(id, &this);
        }
        let home = Some(Home {
            class: id,
            of_class: false,
        });
        let closure = Closure {
            function: constructor.clone(),
            place,
            this: Value::Undefined,
            home,
            extra: None,
            given: None,
        };
        if !derived {
            self.parameter_fields((&class, constructor), (&this, &args), place);
        }
        let frame = Frame {
            this: this.clone(),
            new_target: target,
            given: derived.then(|| args.clone()),
            ..Frame::default()
        };
        let (value, frame) = self.run_in(&closure, frame, args);
        match value {
            Value::Object(_) | Value::Opaque(_) => value,
            _ if self.thrown.is_none() && frame.given.is_some() => self.before_super(span),
            _ => frame.this,
        }
    }

    /// Throws a `ReferenceError`: a constructor uses `this` before it has called `super`.
    pub(super) fn before_super(&mut self, span: Span) -> Value {
        self.throw_message(
            "ReferenceError",
            "`super` must be called before `this`",
            span,
        )
    }

    fn set_up_parent(
        &mut self,
        parent: &Value,
        (this, target): (Value, Value),
        args: Vec<Value>,
        span: Span,
    ) -> Value {
        match parent {
            Value::Opaque(_) => parent.clone(),
            Value::Null | Value::Undefined => {
                self.type_error("Super constructor is not a constructor", span)
            }
            Value::Object(id) if matches!(self.heap.get(*id), Object::Class(_)) => {
                self.set_up(*id, (this, target), args, span)
            }
            Value::Object(id) if matches!(self.heap.get(*id), Object::Closure(_)) => {
                let Object::Closure(closure) = self.heap.get(*id) else {
                    return this;
                };
                let closure = closure.clone();
                let frame = Frame {
                    this: this.clone(),
                    new_target: target,
                    ..Frame::default()
                };
                match self.run_in(&closure, frame, args).0 {
                    value @ (Value::Object(_) | Value::Opaque(_)) => value,
                    _ => this,
                }
            }
            // An error, which is its properties.
            built_in => {
                if let Some(collection) = self.derived_collection((built_in, &target), &args, span)
                {
                    return collection;
                }
                let made = self.construct(built_in, args, span);
                let (Value::Object(from), Value::Object(to)) = (&made, &this) else {
                    return made;
                };
                let Object::Plain(made) = self.heap.get(*from) else {
                    let (from, prototype) = (*from, self.instance_prototype(&target));
                    let (Some(prototype), true) = (prototype, self.can_be_derived(from)) else {
                        let what = "a class that extends a built-in one";
                        return self.opaque(catalogue::unsupported(span, what));
                    };
                    self.derive(from, prototype);
                    return Value::Object(from);
                };
                let entries: Vec<Entry> = made.all().cloned().collect();
                for entry in entries {
                    self.define(*to, entry);
                }
                this
            }
        }
    }

    /// An instance of a class that extends `Map`, `Set` or a weak one: items are added by its own
    /// method.
    fn derived_collection(
        &mut self,
        (built_in, target): (&Value, &Value),
        args: &[Value],
        span: Span,
    ) -> Option<Value> {
        let Value::Namespace(namespace) = built_in else {
            return None;
        };
        let adder = match namespace.name {
            "Map" | "WeakMap" => "set",
            "Set" | "WeakSet" => "add",
            _ => return None,
        };
        let prototype = self.instance_prototype(target)?;
        self.found_along(prototype, adder)?;
        let made = self.construct(built_in, Vec::new(), span);
        let Value::Object(id) = made else {
            return Some(made);
        };
        self.derive(id, prototype);
        let source = args.first().cloned().unwrap_or(Value::Undefined);
        if matches!(source, Value::Undefined | Value::Null) {
            return Some(made);
        }
        let items = match self.iterate(&source, span) {
            Ok(items) => items,
            Err(why) => return Some(why),
        };
        let method = self.property(&made, adder, span);
        for item in items {
            let given = if adder == "set" {
                vec![
                    self.property(&item, "0", span),
                    self.property(&item, "1", span),
                ]
            } else {
                vec![item]
            };
            self.call(&method, made.clone(), (given, span));
            if self.thrown.is_some() {
                return Some(Value::Undefined);
            }
        }
        Some(made)
    }

    /// `super(..args)`.
    pub(super) fn super_call(&mut self, args: Vec<Value>, span: Span) -> Value {
        let Some(home) = self.frame.home else {
            return self.opaque(catalogue::unsupported(span, "`super` here"));
        };
        let Object::Class(value) = self.heap.get(home.class) else {
            return Value::Undefined;
        };
        let (class, place, parent) = (value.class.clone(), value.place, value.parent.clone());
        let target = self.frame.new_target.clone();
        let this = self.frame.this.clone();
        let made = self.set_up_parent(&parent, (this, target), args, span);
        self.frame.this = made.clone();
        self.fields(home.class, &made);
        if let (Some(constructor), Some(args)) = (&class.constructor, self.frame.given.take()) {
            self.parameter_fields((&class, constructor), (&made, &args), place);
        }
        made
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
            let slot = self.environments.find(inner, name);
            let value = slot.and_then(|slot| self.environments.slot(slot).value.clone());
            let entry = Entry::new(name.clone(), value.unwrap_or(Value::Undefined));
            if let Value::Object(id) = this {
                self.define(*id, entry);
            }
        }
    }

    /// Sets the fields of the class `id` on `this`.
    fn fields(&mut self, id: ObjectId, this: &Value) {
        let Object::Class(value) = self.heap.get(id) else {
            return;
        };
        let (class, place, keys) = (value.class.clone(), value.place, value.keys.clone());
        let frame = Frame {
            this: this.clone(),
            home: Some(Home {
                class: id,
                of_class: false,
            }),
            ..Frame::default()
        };
        let outer = std::mem::replace(&mut self.frame, frame);
        let members = class.members.iter().zip(keys.iter());
        for (member, key) in members.filter(|(member, _)| !member.of_class) {
            if let MemberKind::Field(_) = &member.kind {
                self.field((member, key), this, place);
            }
        }
        self.frame = outer;
    }

    pub(super) fn field(
        &mut self,
        (member, key): (&Member, &MemberName),
        this: &Value,
        place: Place,
    ) {
        let MemberKind::Field(init) = &member.kind else {
            return;
        };
        let name = key.as_ref().and_then(|key| key.as_ref().ok());
        let value = match init {
            Some(init) => self.named(init, name, place),
            None => Value::Undefined,
        };
        let (Some(key), Value::Object(id)) = (key, this) else {
            return;
        };
        let key = match key {
            Ok(key) => key,
            Err(why) => return self.lose_value(this, why),
        };
        let entry = Entry {
            span: Some(member.span),
            ..Entry::new(key.clone(), value)
        };
        self.define(*id, entry);
    }

    /// Evaluates `new` on a plain function and returns the constructed object.
    pub(super) fn construct_closure(
        &mut self,
        id: ObjectId,
        args: Vec<Value>,
        span: Span,
    ) -> Value {
        let Object::Closure(closure) = self.heap.get(id) else {
            return Value::Undefined;
        };
        let closure = closure.clone();
        if closure.function.arrow || closure.function.flavor != Flavor::Plain {
            return self.not_callable(span);
        }
        let prototype = self.closure_prototype(id);
        let this = Value::Object(self.heap.add(Object::Plain(Plain::inheriting(prototype))));
        let frame = Frame {
            this: this.clone(),
            new_target: Value::Object(id),
            ..Frame::default()
        };
        let (value, _) = self.run_in(&closure, frame, args);
        match value {
            Value::Object(_) | Value::Opaque(_) => value,
            _ => this,
        }
    }

    /// `function.prototype`, made when it is first needed.
    pub fn closure_prototype(&mut self, id: ObjectId) -> Option<ObjectId> {
        let Object::Closure(closure) = self.heap.get(id) else {
            return None;
        };
        if closure.function.arrow {
            return None;
        }
        let extra = match closure.extra {
            Some(extra) => extra,
            None => self.heap.add(Object::Plain(Plain::default())),
        };
        if let Object::Closure(closure) = self.heap.get_mut(id) {
            closure.extra = Some(extra);
        }
        if let Object::Plain(plain) = self.heap.get(extra)
            && let Some(entry) = plain.get("prototype")
        {
            return match entry.value {
                Value::Object(prototype) => Some(prototype),
                _ => None,
            };
        }
        let mut prototype = Plain::default();
        prototype.set(Entry {
            hidden: true,
            ..Entry::new("constructor".into(), Value::Object(id))
        });
        let prototype = self.heap.add(Object::Plain(prototype));
        if let Object::Plain(plain) = self.heap.get_mut(extra) {
            plain.set(Entry {
                hidden: true,
                ..Entry::new("prototype".into(), Value::Object(prototype))
            });
        }
        Some(prototype)
    }
}
