//! Facts of syntax alone: names of a block, blocks that throw, calls that are recognised.

use std::collections::BTreeSet;

use crate::{
    resolve::vars_of,
    syntax::{Expr, ExprKind, Key, Name, Stmt, StmtKind},
};

/// The names that `stmts` declare in their block.
pub(super) fn declared(stmts: &[Stmt]) -> BTreeSet<Name> {
    let mut names = Vec::new();
    vars_of(stmts, &mut names);
    for stmt in stmts {
        match &stmt.kind {
            StmtKind::Var(var) => {
                names.extend(
                    var.pattern
                        .names()
                        .into_iter()
                        .map(|(name, _)| name.clone()),
                );
            }
            StmtKind::Function(name, _) | StmtKind::Class(name, _) | StmtKind::Enum(name, _) => {
                names.push(name.clone());
            }
            _ => {}
        }
    }
    names.into_iter().collect()
}

/// Returns whether a `throw` of their own is among `stmts`.
pub(super) fn throws(stmts: &[Stmt]) -> bool {
    stmts.iter().any(|stmt| match &stmt.kind {
        StmtKind::Throw(_) => true,
        StmtKind::If(_, then, otherwise) => {
            throws(std::slice::from_ref(then))
                || otherwise
                    .as_deref()
                    .is_some_and(|otherwise| throws(std::slice::from_ref(otherwise)))
        }
        StmtKind::Block(body) => throws(body),
        StmtKind::ForOf(each) | StmtKind::ForIn(each) => throws(std::slice::from_ref(&each.body)),
        StmtKind::For(parts) => throws(std::slice::from_ref(&parts.body)),
        StmtKind::DoWhile(body, _) | StmtKind::Labeled(_, body) => {
            throws(std::slice::from_ref(body))
        }
        StmtKind::Switch(_, cases) => cases.iter().any(|(_, body)| throws(body)),
        StmtKind::Try(parts) => {
            throws(&parts.block)
                || parts.handler.as_deref().is_some_and(throws)
                || parts.finalizer.as_deref().is_some_and(throws)
        }
        _ => false,
    })
}

/// `ConvexError`, or a member of that name.
pub(super) fn is_convex_error(callee: &Expr) -> bool {
    match &callee.kind {
        ExprKind::Ident(name) | ExprKind::Member(_, Key::Name(name)) => &**name == "ConvexError",
        _ => false,
    }
}

/// `new Error(..)` and the others of the language, which carry no data.
pub(super) fn is_plain_error(thrown: &Expr) -> bool {
    const PLAIN: [&str; 4] = ["Error", "TypeError", "RangeError", "SyntaxError"];
    let ExprKind::New(callee, _) = &thrown.kind else {
        return false;
    };
    matches!(&callee.kind, ExprKind::Ident(name) if PLAIN.contains(&&**name))
}

/// `["a", "b"]` of `internal.a.b`.
pub(super) fn path(reference: &Expr) -> Option<Vec<Name>> {
    match &reference.kind {
        ExprKind::Ident(root) => matches!(&**root, "api" | "internal").then(Vec::new),
        ExprKind::Member(object, Key::Name(name)) => {
            let mut path = path(object)?;
            path.push(name.clone());
            Some(path)
        }
        ExprKind::Member(object, Key::Computed(key)) => {
            let ExprKind::String(name) = &key.kind else {
                return None;
            };
            let mut path = path(object)?;
            path.push(name.clone());
            Some(path)
        }
        _ => None,
    }
}
