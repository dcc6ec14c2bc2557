//! Calls: of built-in functions, of closures, and of what is not known.

use std::collections::BTreeSet;

use super::{
    Interpreter,
    environment::{Place, Slot},
    expr::Absent,
    frame::{Completion, Frame},
    heap::{Closure, Generator, Object, Progress},
    native::Call,
    unknown_call::Purpose,
    value::Value,
};
use crate::{
    diagnostics::catalogue,
    source::Span,
    syntax::{Body, Element, Expr, ExprKind, Flavor, Name, Pattern},
};

/// The calls that are tried with unknown arguments only: nothing would end their recursion.
#[derive(Debug, Default)]
pub(super) struct Aimless {
    /// The functions that run.
    running: Vec<Span>,
    /// Those whose recursion was ended since the first of them started.
    ended: BTreeSet<Span>,
}

impl Interpreter<'_> {
    /// The function that `callee` names, with what it is called on.
    pub(super) fn callee(&mut self, callee: &Expr, place: Place) -> Result<(Value, Value), Absent> {
        match &callee.kind {
            ExprKind::Member(object, key) => {
                let this = self.chained_deeper(object, place)?;
                let function = self.member(&this, key, (callee.span, place));
                Ok((this, function))
            }
            ExprKind::OptionalMember(object, key) => {
                let this = self.chained_deeper(object, place)?;
                self.present(&this)?;
                let function = self.member(&this, key, (callee.span, place));
                Ok((this, function))
            }
            ExprKind::SuperMember(key) => {
                let function = match self.key(key, place) {
                    Ok(key) => self.super_member(&key, callee.span),
                    Err(why) => why,
                };
                Ok((self.frame.this.clone(), function))
            }
            // `(a?.b)()`
            ExprKind::Chain(inner) => match self.chain(inner, place, Self::callee) {
                Ok(found) => Ok(found),
                Err(Absent) => Ok((Value::Undefined, Value::Undefined)),
            },
            _ => Ok((Value::Undefined, self.expr(callee, place))),
        }
    }

    pub(super) fn call_with(
        &mut self,
        (this, function): (Value, Value),
        (callee, args, span): (&Expr, &[Element], Span),
        place: Place,
    ) -> Value {
        if self.thrown.is_some() {
            return Value::Undefined;
        }
        let is = if self.effect == Some(span) {
            Purpose::Effect
        } else {
            Purpose::Result
        };
        let awaited = std::mem::take(&mut self.awaited) == Some(span);
        if let Some(value) = self.required((callee, args), &function) {
            return value;
        }
        let args_known = self.elements(args, place);
        if self.thrown.is_some() {
            return Value::Undefined;
        }
        let value = match args_known {
            Ok(given) => match function {
                Value::Opaque(why) => {
                    self.unknown_call(&function, &given, is);
                    if is == Purpose::Effect || self.may_change(&this, callee) {
                        self.touch_value(&this, &function);
                    } else {
                        self.given_away(std::slice::from_ref(&this), &function);
                    }
                    self.unknown_callee(why, callee.span)
                }
                ref other if other.is_primitive() => {
                    // A method that its kind of object has, but not here, may change it.
                    let why = self.not_callable(callee.span);
                    if self.thrown.is_none() {
                        self.lose_list(&this, &why);
                    }
                    return why;
                }
                _ => {
                    self.awaiting = awaited;
                    self.call(&function, this, (given, span))
                }
            },
            Err(why) => {
                // It is called with something.
                self.doubtful(&why);
                let unknown = self.unknown_arguments(&this, &function, &why);
                if is == Purpose::Effect || unknown {
                    self.touch_value(&this, &why);
                }
                why
            }
        };
        self.supposed(value, (callee, args))
    }

    /// `function(..args)`, called on `this`.
    pub fn call(
        &mut self,
        function: &Value,
        this: Value,
        (args, span): (Vec<Value>, Span),
    ) -> Value {
        if self.thrown.is_some() {
            return Value::Undefined;
        }
        let awaited = std::mem::take(&mut self.awaiting);
        match function {
            Value::Opaque(_) => {
                self.unknown_call(function, &args, Purpose::Result);
                function.clone()
            }
            Value::Native(native) => {
                let this = self.seen(this);
                let call = Call { this, args, span };
                let value = native.run(self, &call);
                self.after_native(native.name, &call, &value);
                self.seen(value)
            }
            Value::Namespace(namespace) => match namespace.call {
                Some(run) => run(self, &Call { this, args, span }),
                None => self.not_callable(span),
            },
            Value::Object(id) => match self.heap.get(*id) {
                Object::Closure(closure) => {
                    let closure = closure.clone();
                    let value = self.deeper(span, |cx| match closure.function.flavor {
                        Flavor::Plain => cx.run(&closure, this, args),
                        Flavor::Async => {
                            let frame = Frame {
                                this,
                                detached: !awaited,
                                ..Frame::default()
                            };
                            cx.run_async(&closure, frame, (args, span))
                        }
                        Flavor::Generator => {
                            Value::Object(cx.heap.add(Object::Generator(Box::new(Generator {
                                closure,
                                this,
                                args,
                                progress: Progress::Fresh,
                            }))))
                        }
                        Flavor::AsyncGenerator => {
                            cx.opaque(catalogue::unsupported(span, "an asynchronous generator"))
                        }
                    });
                    self.seen(value)
                }
                Object::Bound(bound) => {
                    let bound = bound.clone();
                    let args = bound.args.into_iter().chain(args).collect();
                    self.deeper(span, |cx| {
                        cx.call(&bound.function, bound.this, (args, span))
                    })
                }
                Object::Host(host) => match host.class().call {
                    Some(what) => self.opaque(catalogue::unsupported(span, what)),
                    None => self.not_callable(span),
                },
                Object::Unknown(why) => Value::Opaque(*why),
                _ => self.not_callable(span),
            },
            Value::Reference => self.opaque(catalogue::unsupported(span, "a call of a reference")),
            _ => self.not_callable(span),
        }
    }

    /// Throws a `TypeError`: the callee at `span` is not a function.
    pub fn not_callable(&mut self, span: Span) -> Value {
        const LONGEST: usize = 40;
        let text = &self.program.project.sources.file(span.file).text;
        let text = text.get(span.start as usize..span.end as usize);
        let short = text.filter(|text| text.len() <= LONGEST && !text.contains('\n'));
        let message = text.and_then(super::builtins::message::not_a_function);
        let problem = catalogue::not_callable(span, short.unwrap_or("this"));
        self.throw_saying("TypeError", problem, message)
    }

    /// Forgets the message of the error that the callee of `expr` is not a function: it is another
    /// one where the result of the call is iterated.
    pub(super) fn forget_callee(&mut self, expr: &Expr) {
        let (ExprKind::Call(callee, _), Some(thrown)) = (&expr.kind, &self.thrown) else {
            return;
        };
        let (Value::Object(id), span) = (&thrown.value, thrown.problem.primary.span) else {
            return;
        };
        let (id, problem) = (*id, thrown.problem.clone());
        if span != callee.span {
            return;
        }
        let unknown = self.opaque(problem);
        if let Object::Plain(error) = self.heap.get_mut(id)
            && let Some(message) = error.get_mut("message")
        {
            message.value = unknown;
        }
    }

    /// Runs a closure.
    pub fn run(&mut self, closure: &Closure, this: Value, args: Vec<Value>) -> Value {
        let frame = Frame {
            this,
            ..Frame::default()
        };
        self.run_in(closure, frame, args).0
    }

    /// Runs a closure in `frame`. Returns its result and the frame after it.
    pub(super) fn run_in(
        &mut self,
        closure: &Closure,
        frame: Frame,
        args: Vec<Value>,
    ) -> (Value, Frame) {
        let unknown = |arg: &Value| matches!(arg, Value::Opaque(_));
        if self.trying_out == 0 || !args.iter().all(unknown) {
            return self.run_known(closure, frame, args);
        }
        let span = closure.function.span;
        if self.aimless.running.is_empty() {
            self.aimless.ended.clear();
        }
        if self.aimless.running.contains(&span) {
            let why = self.unsupported(span, "a recursion whose end is not known");
            if self.aimless.ended.insert(span) {
                self.touch(span, closure.place, &why);
                self.touch_value(&frame.this, &why);
            }
            return (why, frame);
        }
        self.aimless.running.push(span);
        let done = self.run_known(closure, frame, args);
        self.aimless.running.pop();
        done
    }

    /// The value of the parameter `name` in `place`, if it is one.
    fn own_value(&self, place: Place, name: &Name) -> Option<Value> {
        let own = self.environments.declares(place, name);
        let slot = own.then(|| self.environments.find(place, name)).flatten()?;
        self.environments.slot(slot).value.clone()
    }

    fn run_known(
        &mut self,
        closure: &Closure,
        mut frame: Frame,
        args: Vec<Value>,
    ) -> (Value, Frame) {
        let function = &closure.function;
        let place = self.environments.enter(closure.place);
        if function.arrow {
            frame.this = closure.this.clone();
        }
        frame.home = closure.home;
        let outer = std::mem::replace(&mut self.frame, frame);
        if !function.arrow && self.reads_arguments(function) {
            let all = self.array(args.clone());
            self.declare(place, Slot::new(&Name::from("arguments"), all));
        }
        // A default sees neither the parameters that follow nor outer variables of their names.
        let is_plain = |param: &Pattern| matches!(param, Pattern::Name(..));
        let computed = !function.params.iter().all(is_plain);
        if computed {
            for (name, _) in function.params.iter().flat_map(Pattern::names) {
                self.declare(place, Slot::empty(name));
            }
        }
        let mut args = args.into_iter();
        for param in &function.params {
            let arg = args.next().unwrap_or(Value::Undefined);
            let arg = if let Value::Hole = arg {
                Value::Undefined
            } else {
                arg
            };
            self.bind(param, arg, place);
        }
        if let Some(rest) = &function.rest {
            let left = self.array(args.collect());
            self.bind(rest, left, place);
        }
        let end = match (&function.body, self.ended()) {
            (_, end @ (Completion::Throw(_) | Completion::Unknown(_))) => end,
            (Body::Expr(expr), _) => {
                let value = self.expr(expr, place);
                match self.ended() {
                    Completion::Normal => Completion::Return(value),
                    end => end,
                }
            }
            (Body::Block(span), _) => {
                let body = self.body(*span);
                // A closure in a default sees the parameter, not the body's variable of its name.
                let scope = if computed && !body.vars.is_empty() {
                    self.environments.enter(place)
                } else {
                    place
                };
                for name in &body.vars {
                    if !self.environments.declares(scope, name) {
                        let value = self.own_value(place, name).unwrap_or(Value::Undefined);
                        self.declare(scope, Slot::new(name, value));
                    }
                }
                self.block(&body.stmts, scope)
            }
            (Body::Missing, _) => Completion::Normal,
        };
        let frame = std::mem::replace(&mut self.frame, outer);
        let value = match end {
            Completion::Return(value) => value,
            Completion::Unknown(why) | Completion::Maybe(_, why) => {
                self.doubtful(&why);
                why
            }
            Completion::Throw(thrown) => {
                let why = self.opaque(thrown.problem.clone());
                if self.trying > 0 {
                    self.thrown = Some(thrown);
                }
                why
            }
            _ => Value::Undefined,
        };
        let left = self.steps == 0 && self.thrown.is_none();
        if left && !matches!(value, Value::Opaque(_)) {
            // It ended in the middle.
            return (self.too_deep(function.span), frame);
        }
        (value, frame)
    }
}
