//! `Error` and its relatives: their values, and what built-in functions throw.

use crate::{
    diagnostics::{Diagnostic, catalogue},
    script::{
        Interpreter,
        heap::{Entry, Object, ObjectId, Plain},
        native::{Call, Namespace, Native, Run, attempt, done},
        value::Value,
    },
    source::Span,
};

/// The classes of errors.
pub(super) static ERRORS: &[Namespace] = &[
    class("Error", |cx, call| done(cx.construct_error("Error", call))),
    class("TypeError", |cx, call| {
        done(cx.construct_error("TypeError", call))
    }),
    class("RangeError", |cx, call| {
        done(cx.construct_error("RangeError", call))
    }),
    class("SyntaxError", |cx, call| {
        done(cx.construct_error("SyntaxError", call))
    }),
    class("ReferenceError", |cx, call| {
        done(cx.construct_error("ReferenceError", call))
    }),
    class("EvalError", |cx, call| {
        done(cx.construct_error("EvalError", call))
    }),
    class("AggregateError", |cx, call| done(aggregate(cx, call))),
    class("URIError", |cx, call| {
        done(cx.construct_error("URIError", call))
    }),
];

const fn class(name: &'static str, make: Run) -> Namespace {
    Namespace {
        name,
        call: Some(make),
        construct: Some(make),
        members: &[],
    }
}

/// The class of errors `name`.
pub(super) fn find(name: &str) -> Option<&'static Namespace> {
    ERRORS.iter().find(|class| class.name == name)
}

/// `new AggregateError(errors, message, options)`
fn aggregate(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    let rest = Call {
        args: call.args.iter().skip(1).cloned().collect(),
        ..call.clone()
    };
    let made = cx.construct_error("AggregateError", &rest)?;
    let errors = cx.iterate(&call.arg(0), call.span)?;
    let errors = cx.array(errors);
    if let Value::Object(id) = made {
        let entry = Entry {
            hidden: true,
            ..Entry::new("errors".into(), errors)
        };
        cx.define_entry(id, entry, call.span)?;
    }
    Ok(made)
}

/// `Error.prototype.toString`.
static TO_STRING: Native = attempt("toString", |cx, call| {
    let mut part = |key: &str, default: &str| -> Result<String, Value> {
        let part = cx.property(&call.this, key, call.span);
        cx.unless_thrown()?;
        match part {
            Value::Undefined => Ok(default.to_owned()),
            part => cx.string_of(&part, call.span),
        }
    };
    let (name, message) = (part("name", "Error")?, part("message", "")?);
    let text = match (&*name, &*message) {
        (_, "") => name,
        ("", _) => message,
        _ => format!("{name}: {message}"),
    };
    cx.text(&text, call.span)
});

impl Interpreter<'_> {
    /// The prototype of errors of the class `name`.
    pub fn error_prototype(&mut self, name: &str) -> ObjectId {
        let class = find(name).unwrap_or(&ERRORS[0]);
        if let Some(id) = self.realm.errors.get(class.name) {
            return *id;
        }
        let parent = (class.name != "Error").then(|| self.error_prototype("Error"));
        let mut plain = Plain::inheriting(parent);
        let mut set = |key: &str, value| {
            plain.set(Entry {
                hidden: true,
                ..Entry::new(key.into(), value)
            });
        };
        set("constructor", Value::Namespace(class));
        set("name", Value::text(class.name));
        set("message", Value::text(""));
        if parent.is_none() {
            set("toString", Value::Native(&TO_STRING));
        }
        let id = self.heap.add(Object::Plain(plain));
        self.realm.errors.insert(class.name, id);
        id
    }

    /// Returns whether `id` is the prototype of a class of errors or inherits from one.
    pub fn is_error(&self, id: ObjectId) -> bool {
        let mut current = Some(id);
        while let Some(id) = current {
            if self.realm.errors.values().any(|known| *known == id) {
                return true;
            }
            current = match self.heap.get(id) {
                Object::Plain(plain) => plain.prototype,
                _ => None,
            };
        }
        false
    }

    fn construct_error(&mut self, name: &str, call: &Call) -> Result<Value, Value> {
        let prototype = self.error_prototype(name);
        let this = Plain::inheriting(Some(prototype));
        let this = Value::Object(self.heap.add(Object::Plain(this)));
        self.initialize_error(&this, &call.args, call.span)?;
        Ok(this)
    }

    /// Initializes an error as the constructor of `Error` does, including by `super(message,
    /// options)`.
    pub fn initialize_error(
        &mut self,
        this: &Value,
        args: &[Value],
        span: Span,
    ) -> Result<(), Value> {
        let Value::Object(id) = this else {
            return Ok(());
        };
        let hidden = |key: &str, value| Entry {
            hidden: true,
            ..Entry::new(key.into(), value)
        };
        let stack = self.unsupported(span, "the stack of an error");
        self.define_entry(*id, hidden("stack", stack), span)?;
        match args.first() {
            None | Some(Value::Undefined) => {}
            Some(message @ Value::Opaque(_)) => {
                self.define_entry(*id, hidden("message", message.clone()), span)?;
            }
            Some(message) => {
                let message = self.string_of(message, span)?;
                self.define_entry(*id, hidden("message", Value::text(&message)), span)?;
            }
        }
        if let Some(options @ Value::Object(_)) = args.get(1)
            && self.has(options, "cause", span)?
        {
            let cause = self.property(options, "cause", span);
            self.unless_thrown()?;
            self.define_entry(*id, hidden("cause", cause), span)?;
        }
        Ok(())
    }

    /// Throws a `TypeError` and returns the placeholder for the result.
    pub fn type_error(&mut self, message: &str, span: Span) -> Value {
        self.throw_message("TypeError", message, span)
    }

    /// Throws a `RangeError` and returns the placeholder for the result.
    pub fn range_error(&mut self, message: &str, span: Span) -> Value {
        self.throw_message("RangeError", message, span)
    }

    /// Throws an error of the class `name` and returns the placeholder for the result.
    pub fn throw_message(&mut self, name: &str, message: &str, span: Span) -> Value {
        let worded = super::message::worded(message);
        self.throw_saying(name, catalogue::throws_error(span, name, message), worded)
    }

    /// An error that the language throws, with its message where it is known.
    pub fn native_error(
        &mut self,
        name: &str,
        problem: &Diagnostic,
        message: Option<String>,
    ) -> Value {
        let prototype = self.error_prototype(name);
        let mut error = Plain::inheriting(Some(prototype));
        let unknown = self.opaque(problem.clone());
        if find(name).is_none() {
            // A `DOMException`.
            error.set(Entry {
                hidden: true,
                ..Entry::new("name".into(), Value::text(name))
            });
        }
        let message = message.map_or_else(|| unknown.clone(), |message| Value::text(&message));
        for (key, value) in [("stack", unknown), ("message", message)] {
            error.set(Entry {
                hidden: true,
                ..Entry::new(key.into(), value)
            });
        }
        Value::Object(self.heap.add(Object::Plain(error)))
    }

    /// `Err` when something was thrown that nothing has caught yet.
    pub fn unless_thrown(&mut self) -> Result<(), Value> {
        if self.thrown.is_some() {
            Err(Value::Undefined)
        } else {
            Ok(())
        }
    }
}
