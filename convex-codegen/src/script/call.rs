//! Calls: of built-in functions, of closures, and of what is not known.

use std::rc::Rc;

use super::{
    Interpreter,
    heap::{Closure, Object},
    native::Call,
    stmt::Completion,
    value::{Hint, Opaque, OpaqueId, Value},
};
use crate::{
    diagnostics::catalogue,
    source::Span,
    syntax::{self, Body, Element, Expr, Flavor, Name, Stmt},
};

impl Interpreter<'_> {
    /// `function(..args)`, called on `this`.
    pub fn call(
        &mut self,
        function: &Value,
        this: Value,
        (args, span): (Vec<Value>, Span),
    ) -> Value {
        match function {
            Value::Opaque(_) => function.clone(),
            Value::Native(native) => (native.run)(self, &Call { this, args, span }),
            Value::Namespace(namespace) => match namespace.call {
                Some(run) => run(self, &Call { this, args, span }),
                None => self.not_callable(span),
            },
            Value::Object(id) => match self.heap.get(*id) {
                Object::Closure(closure) => {
                    let closure = closure.clone();
                    self.deeper(span, |cx| cx.run(&closure, this, args))
                }
                Object::Host(host) => match host.class().call {
                    Some(what) => self.opaque(catalogue::unsupported(span, what)),
                    None => self.not_callable(span),
                },
                _ => self.not_callable(span),
            },
            Value::Reference => self.opaque(catalogue::unsupported(span, "a call of a reference")),
            _ => self.not_callable(span),
        }
    }

    /// What `span` calls is no function.
    pub fn not_callable(&mut self, span: Span) -> Value {
        const LONGEST: usize = 40;
        let text = &self.program.project.sources.file(span.file).text;
        let text = text.get(span.start as usize..span.end as usize);
        let short = text.filter(|text| text.len() <= LONGEST && !text.contains('\n'));
        self.opaque(catalogue::not_callable(span, short.unwrap_or("this")))
    }

    /// A call that does not come to its end, because of `why`: what it changes is not known.
    pub fn unfinished(&mut self, why: Value) -> Value {
        self.unfinished.push(why.clone());
        why
    }

    /// Runs a closure.
    pub fn run(&mut self, closure: &Closure, this: Value, args: Vec<Value>) -> Value {
        let function = &closure.function;
        match function.flavor {
            Flavor::Plain => {}
            Flavor::Async => {
                return self.opaque(catalogue::unsupported(
                    function.span,
                    "the result of an async function",
                ));
            }
            Flavor::Generator => {
                return self.opaque(catalogue::unsupported(function.span, "a generator"));
            }
        }
        let place = self.environments.enter(closure.place);
        let this = if function.arrow {
            closure.this.clone()
        } else {
            this
        };
        let outer = std::mem::replace(&mut self.this, this);
        let mut args = args.into_iter();
        for param in &function.params {
            let arg = args.next().unwrap_or(Value::Undefined);
            self.bind(param, arg, place);
        }
        if let Some(rest) = &function.rest {
            let left = self.array(args.collect());
            self.bind(rest, left, place);
        }
        let value = match &function.body {
            Body::Expr(expr) => self.expr(expr, place),
            Body::Block(span) => {
                let body = self.body(*span);
                match self.block(&body, place) {
                    Completion::Return(value) => value,
                    Completion::Unknown(why) => self.unfinished(why),
                    _ => Value::Undefined,
                }
            }
            Body::Missing => Value::Undefined,
        };
        self.this = outer;
        value
    }

    /// The statements of the function body at `span`, parsed when it first runs.
    fn body(&mut self, span: Span) -> Rc<[Stmt]> {
        if let Some(body) = self.bodies.get(&span) {
            return body.clone();
        }
        let source = self.program.project.sources.file(span.file);
        let body: Rc<[Stmt]> = syntax::parse_block(source, span).into();
        self.bodies.insert(span, body.clone());
        body
    }

    /// An unknown result of `callee(args)`, with what the library supposes it to be.
    pub(super) fn supposed(&mut self, value: Value, (callee, args): (&Expr, &[Element])) -> Value {
        match value {
            Value::Opaque(id) if self.heap.opaque(id).hint.is_none() => {
                match self.ports.library.supposed(callee, args) {
                    Some(hint) => self.hinted(id, hint),
                    None => value,
                }
            }
            value => value,
        }
    }

    /// An unknown value whose declared type says what it is.
    pub(super) fn annotated(
        &mut self,
        value: Value,
        annotation: Option<&(Name, Option<Name>)>,
    ) -> Value {
        match (value, annotation) {
            (Value::Opaque(id), Some((name, argument))) => {
                match self.ports.library.annotated(name, argument.as_deref()) {
                    Some(hint) => self.hinted(id, hint),
                    None => Value::Opaque(id),
                }
            }
            (value, _) => value,
        }
    }

    fn hinted(&mut self, id: OpaqueId, hint: Hint) -> Value {
        let problem = self.problem_of(id).clone();
        Value::Opaque(self.heap.add_opaque(Opaque {
            problem,
            hint: Some(hint),
        }))
    }
}
