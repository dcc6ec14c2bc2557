//! The names of one file: what each stands for, and which statements change it later.

use std::collections::BTreeMap;

use crate::syntax::{Element, Expr, ExprKind, Key, Module, Name, Stmt, StmtKind, Target};

/// The top-level names of a file.
#[derive(Debug, Default)]
pub struct Scope {
    names: BTreeMap<Name, Binding>,
    /// Statements that change what a name holds, by name.
    effects: BTreeMap<Name, Vec<usize>>,
}

/// What a top-level name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// `module.imports[i]`.
    Import(usize),
    /// `module.body[i]`, which declares it.
    Statement(usize),
}

impl Scope {
    /// The scope of `module`.
    pub fn of(module: &Module) -> Self {
        let mut scope = Self::default();
        for (index, import) in module.imports.iter().enumerate() {
            scope
                .names
                .insert(import.local.clone(), Binding::Import(index));
        }
        for (index, stmt) in module.body.iter().enumerate() {
            let mut declare = |name: &Name| {
                scope.names.insert(name.clone(), Binding::Statement(index));
            };
            match &stmt.kind {
                StmtKind::Var(var) => var
                    .pattern
                    .names()
                    .into_iter()
                    .for_each(|(name, _)| declare(name)),
                StmtKind::Function(name, _)
                | StmtKind::Class(name, _)
                | StmtKind::Enum(name, _) => declare(name),
                _ => {
                    let mut changed = Vec::new();
                    changed_by(stmt, &mut changed);
                    changed.sort();
                    changed.dedup();
                    for name in changed {
                        scope.effects.entry(name).or_default().push(index);
                    }
                }
            }
        }
        scope
    }

    /// What `name` stands for.
    pub fn get(&self, name: &str) -> Option<Binding> {
        self.names.get(name).copied()
    }

    /// The statements that change what `name` holds after it was declared, in order.
    pub fn effects(&self, name: &str) -> &[usize] {
        self.effects.get(name).map_or(&[], Vec::as_slice)
    }
}

/// Collects the names whose values a top-level statement may change.
fn changed_by(stmt: &Stmt, names: &mut Vec<Name>) {
    match &stmt.kind {
        StmtKind::Expr(expr) => changed_in(expr, names),
        StmtKind::If(_, then, otherwise) => {
            changed_by(then, names);
            if let Some(stmt) = otherwise {
                changed_by(stmt, names);
            }
        }
        StmtKind::Block(body) => body.iter().for_each(|stmt| changed_by(stmt, names)),
        StmtKind::ForOf(_, _, body) | StmtKind::ForIn(_, _, body) => changed_by(body, names),
        StmtKind::For(parts) => changed_by(&parts.body, names),
        StmtKind::Switch(_, cases) => cases
            .iter()
            .flat_map(|(_, body)| body)
            .for_each(|stmt| changed_by(stmt, names)),
        StmtKind::Try(block, handler, finalizer) => {
            let rest = handler.iter().chain(finalizer).flatten();
            block
                .iter()
                .chain(rest)
                .for_each(|stmt| changed_by(stmt, names));
        }
        _ => {}
    }
}

/// Methods that do not change what they are called on; any other call on a name may.
const READERS: [&str; 12] = [
    "map", "filter", "concat", "slice", "includes", "join", "forEach", "get", "has", "keys",
    "values", "entries",
];

fn changed_in(expr: &Expr, names: &mut Vec<Name>) {
    match &expr.kind {
        ExprKind::Assign(_, target, value) => {
            match &**target {
                Target::Pattern(pattern) => {
                    names.extend(pattern.names().into_iter().map(|(name, _)| name.clone()));
                }
                Target::Member(object, _) => names.extend(root(object)),
            }
            changed_in(value, names);
        }
        ExprKind::Unary(_, inner) | ExprKind::Await(inner) | ExprKind::Chain(inner) => {
            if let ExprKind::Member(object, _) = &inner.kind {
                names.extend(root(object));
            }
            changed_in(inner, names);
        }
        ExprKind::Call(callee, args) | ExprKind::OptionalCall(callee, args) => {
            match &callee.kind {
                ExprKind::Member(object, Key::Name(method)) if !READERS.contains(&&**method) => {
                    names.extend(root(object));
                }
                _ => {}
            }
            // `Object.assign(name, ..)`, `extend(name)`.
            if let Some(Element::Item(first)) = args.first() {
                names.extend(root(first));
            }
            // `names.forEach((name) => { table[name] = .. })` changes what its function changes.
            for arg in args {
                if let Element::Item(Expr {
                    kind: ExprKind::Function(function),
                    ..
                }) = arg
                    && let crate::syntax::Body::Expr(body) = &function.body
                {
                    changed_in(body, names);
                }
            }
        }
        ExprKind::Sequence(items) => items.iter().for_each(|item| changed_in(item, names)),
        ExprKind::Logical(_, operands) => operands
            .iter()
            .for_each(|operand| changed_in(operand, names)),
        ExprKind::Conditional(parts) => parts.iter().for_each(|part| changed_in(part, names)),
        _ => {}
    }
}

/// `a` of `a.b.c`.
fn root(expr: &Expr) -> Option<Name> {
    match &expr.kind {
        ExprKind::Ident(name) => Some(name.clone()),
        ExprKind::Member(object, _) => root(object),
        ExprKind::Call(callee, _) => root(callee),
        _ => None,
    }
}
