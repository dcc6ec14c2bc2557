//! Convex's side of the interpreter's callbacks.

use super::{guess, naming, register, validator::V};
use crate::{
    diagnostics::{Diagnostic, catalogue},
    script::{
        Interpreter,
        host::{Declared, Library},
        native::Namespace,
        value::{Hint, Value},
    },
    source::Span,
    syntax::{Element, Expr, Name},
    text::Docs,
};

/// Convex's library.
#[derive(Debug)]
pub(super) struct Convex;

impl Library for Convex {
    fn declared(&self, cx: &mut Interpreter<'_>, value: &Value, declared: Declared<'_>) {
        let path = [declared.name.to_owned()];
        if naming::is_visible(cx, &declared) {
            naming::name(cx, value, (declared.span, &path));
        }
        if let Some(docs) = declared.docs {
            naming::describe(cx, value, docs);
        }
    }

    fn documented(&self, cx: &mut Interpreter<'_>, value: &Value, docs: &Docs) {
        naming::describe(cx, value, docs);
    }

    fn joined(
        &self,
        cx: &mut Interpreter<'_>,
        (a, b): (&Value, &Value),
        why: &Value,
    ) -> Option<Value> {
        register::joined(cx, a, b, why)
    }

    fn supposed(&self, callee: &Expr, args: &[Element]) -> Option<Hint> {
        guess::called(callee, args).map(guess::Guess::hint)
    }

    fn annotated(&self, name: &Name, argument: Option<&str>) -> Option<Hint> {
        guess::annotated(name, argument).map(guess::Guess::hint)
    }

    fn missing_member(&self, namespace: &Namespace, key: &str, span: Span) -> Option<Diagnostic> {
        if !std::ptr::eq(namespace, &raw const V) {
            return None;
        }
        let known: Vec<&str> = namespace.members.iter().map(|native| native.name).collect();
        Some(catalogue::unknown_validator(span, key, &known))
    }

    fn is_absent(&self, problem: &Diagnostic) -> bool {
        problem.code == catalogue::UNKNOWN_VALIDATOR
    }
}
