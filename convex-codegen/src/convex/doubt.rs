//! Exports whose value is unknown: whether one may be a function, judging by its syntax.

use crate::{
    resolve::{Binding, Linked},
    syntax::{Export, Exported, Expr, ExprKind, Imported, Key, Pattern, StmtKind},
};

/// Built-in functions whose result is a text, a number or a Boolean.
const CONVERSIONS: [&str; 5] = ["Boolean", "Number", "String", "parseFloat", "parseInt"];

/// Returns whether the unknown value of `export` may be a function, judging by its syntax: it is
/// imported, or a member or a result of something unknown.
pub(super) fn may_be_a_function(linked: &Linked, export: &Export) -> bool {
    let name = match &export.value {
        Exported::From(_, Imported::Name(_)) => return true,
        Exported::From(_, Imported::Namespace) => return false,
        Exported::Expr(expr) => return may_give_a_function(linked, expr),
        Exported::Local(name) => name,
    };
    match linked.scope.get(name) {
        Some(Binding::Import(index)) => {
            matches!(linked.module.imports[index].imported, Imported::Name(_))
        }
        Some(Binding::Statement(index)) => match &linked.module.body[index].kind {
            StmtKind::Var(var) => {
                let destructured = !matches!(var.pattern, Pattern::Name(..));
                let init = var.init.as_ref();
                destructured || init.is_some_and(|init| may_give_a_function(linked, init))
            }
            _ => false,
        },
        None => false,
    }
}

/// Returns whether `expr`, whose value is unknown, may evaluate to a function; an instance, a text
/// or a number is not one.
fn may_give_a_function(linked: &Linked, expr: &Expr) -> bool {
    let global = |expr: &Expr, names: &[&str]| match &expr.kind {
        ExprKind::Ident(name) => names.contains(&name.as_ref()) && linked.scope.get(name).is_none(),
        _ => false,
    };
    match &expr.kind {
        // An environment variable is a text, or absent.
        ExprKind::Member(object, _) => match &object.kind {
            ExprKind::Member(process, Key::Name(env)) => {
                env.as_ref() != "env" || !global(process, &["process"])
            }
            _ => true,
        },
        ExprKind::Ident(_) => !global(expr, &["undefined"]),
        ExprKind::Call(callee, _) => !global(callee, &CONVERSIONS),
        ExprKind::Logical(_, operands) => {
            let mut operands = operands.iter();
            operands.any(|operand| may_give_a_function(linked, operand))
        }
        ExprKind::Conditional(parts) => {
            let mut branches = parts[1..].iter();
            branches.any(|branch| may_give_a_function(linked, branch))
        }
        ExprKind::OptionalCall(..)
        | ExprKind::OptionalMember(..)
        | ExprKind::Chain(..)
        | ExprKind::Assign(..)
        | ExprKind::Await(..)
        | ExprKind::Sequence(..)
        | ExprKind::Tagged(..) => true,
        _ => false,
    }
}
