//! Calls: of built-in functions, of closures, and of what is not known.

use std::rc::Rc;

use super::{
    Interpreter,
    heap::{Closure, Object},
    native::Call,
    stmt::Completion,
    value::{Opaque, Value},
};
use crate::{
    diagnostics::catalogue,
    ir::{FunctionKind, Visibility},
    source::Span,
    syntax::{self, Body, Element, Expr, ExprKind, Flavor, Key, Name, Property, Stmt},
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
                Object::Function(_) => self.opaque(catalogue::unsupported(
                    span,
                    "a direct call of a Convex function",
                )),
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

    /// An unknown result of `callee(args)` that is a function of the backend by the looks of the call: a definition
    /// with a handler, given to something whose name says what it builds.
    pub fn looks_like_a_function(
        &mut self,
        value: Value,
        (callee, args): (&Expr, &[Element]),
    ) -> Value {
        let Value::Opaque(id) = value else {
            return value;
        };
        if self.heap.opaque(id).function.is_some() || !args.iter().any(is_definition) {
            return value;
        }
        let Some(kind) = last_name(callee).and_then(built_by) else {
            return value;
        };
        let visibility = if says_internal(callee) {
            Visibility::Internal
        } else {
            Visibility::Public
        };
        let problem = self.problem_of(id).clone();
        Value::Opaque(self.heap.add_opaque(Opaque {
            problem,
            function: Some((kind, visibility)),
        }))
    }

    /// An unknown value whose declared type says which function it is: `RegisteredQuery<"public", ..>`.
    pub fn annotated(
        &mut self,
        value: Value,
        annotation: Option<&(Name, Option<Name>)>,
        _: Span,
    ) -> Value {
        let (Value::Opaque(id), Some((name, visibility))) = (&value, annotation) else {
            return value;
        };
        let kind = match &**name {
            "RegisteredQuery" => FunctionKind::Query,
            "RegisteredMutation" => FunctionKind::Mutation,
            "RegisteredAction" => FunctionKind::Action,
            _ => return value,
        };
        let visibility = match visibility.as_deref() {
            Some("internal") => Visibility::Internal,
            _ => Visibility::Public,
        };
        let problem = self.problem_of(*id).clone();
        Value::Opaque(self.heap.add_opaque(Opaque {
            problem,
            function: Some((kind, visibility)),
        }))
    }
}

/// Whether `expr` calls something with a definition that has a handler.
pub fn has_definition(expr: &Expr) -> bool {
    let ExprKind::Call(_, args) = &expr.kind else {
        return false;
    };
    args.iter().any(|arg| match arg {
        Element::Item(Expr {
            kind: ExprKind::Object(properties),
            ..
        }) => properties.iter().any(is_handler),
        _ => false,
    })
}

/// `{ .., handler }`, or a function.
fn is_definition(arg: &Element) -> bool {
    let Element::Item(arg) = arg else {
        return false;
    };
    match &arg.kind {
        ExprKind::Function(_) => true,
        ExprKind::Object(properties) => properties.iter().any(is_handler),
        _ => false,
    }
}

fn is_handler(property: &Property) -> bool {
    matches!(property, Property::Field { key: Key::Name(name), .. } if &**name == "handler")
}

/// `c` of `a.b.c`.
fn last_name(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Ident(name)
        | ExprKind::Member(_, Key::Name(name))
        | ExprKind::OptionalMember(_, Key::Name(name)) => Some(name),
        _ => None,
    }
}

/// Whether a name in `privateQuery.input(..).query` says that clients cannot call it.
fn says_internal(mut expr: &Expr) -> bool {
    loop {
        let (name, inner) = match &expr.kind {
            ExprKind::Ident(name) => (Some(name), None),
            ExprKind::Member(inner, key) | ExprKind::OptionalMember(inner, key) => match key {
                Key::Name(name) => (Some(name), Some(inner)),
                Key::Computed(_) => (None, Some(inner)),
            },
            ExprKind::Call(inner, _)
            | ExprKind::OptionalCall(inner, _)
            | ExprKind::Chain(inner) => (None, Some(inner)),
            _ => (None, None),
        };
        if let Some(name) = name {
            let name = name.to_ascii_lowercase();
            if name.contains("internal") || name.contains("private") {
                return true;
            }
        }
        let Some(inner) = inner else {
            return false;
        };
        expr = inner;
    }
}

/// What `authedQuery`, `internalMutation`, `adminAction` or `queryWithAuth` builds.
fn built_by(name: &str) -> Option<FunctionKind> {
    let name = match name.split_once("With") {
        Some((before, _)) if !before.is_empty() => before,
        _ => name,
    };
    let name = name.to_ascii_lowercase();
    let kinds = [
        ("query", FunctionKind::Query),
        ("mutation", FunctionKind::Mutation),
        ("action", FunctionKind::Action),
    ];
    let mut found = kinds.into_iter().filter(|(word, _)| name.ends_with(word));
    let (_, kind) = found.next()?;
    if name.ends_with("httpaction") {
        return None;
    }
    Some(kind)
}
