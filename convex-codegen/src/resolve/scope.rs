//! The names of one file: what each stands for, and which statements change it later.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::Span;
use crate::syntax::{Element, Expr, ExprKind, Key, Module, Name, Stmt, StmtKind, Target};

/// The top-level names of a file.
#[derive(Debug, Default)]
pub struct Scope {
    names: BTreeMap<Name, Binding>,
    /// `module.exports[i]` by name.
    exports: BTreeMap<Name, usize>,
    /// Statements that may change what a name holds, by name.
    effects: BTreeMap<Name, Vec<Effect>>,
    /// What statements change, by `module.body[i]`.
    changes: BTreeMap<usize, Vec<Name>>,
}

/// A statement that mentions a name it does not declare, and so may change what the name holds; or a declaration that reads it,
/// where others change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// `module.body[i]`.
    pub statement: usize,
    /// Whether it assigns to the name or to a part of it, or calls something that may.
    pub changes: bool,
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
    /// The scope of `module`, whose text is `text`.
    pub fn of(module: &Module, text: &str) -> Self {
        let mut scope = Self::default();
        for (index, import) in module.imports.iter().enumerate() {
            let binding = Binding::Import(index);
            scope.names.insert(import.local.clone(), binding);
        }
        for (index, export) in module.exports.iter().enumerate() {
            scope.exports.entry(export.name.clone()).or_insert(index);
        }
        let mut others = Vec::new();
        for (index, stmt) in module.body.iter().enumerate() {
            let names = match &stmt.kind {
                StmtKind::Var(var) => var.pattern.names(),
                StmtKind::Function(name, _)
                | StmtKind::Class(name, _)
                | StmtKind::Enum(name, _) => vec![(name, stmt.span)],
                _ => {
                    others.push(index);
                    continue;
                }
            };
            for (name, _) in names {
                scope.names.insert(name.clone(), Binding::Statement(index));
            }
        }
        for statement in others {
            scope.add_effects(module, statement, text);
        }
        scope.add_initializers(module);
        if scope.has_changes() {
            scope.add_readers(module, text);
        }
        scope
    }

    /// Adds the declarations whose values come from calls that may change what they are called on: `const first = names.shift()`.
    fn add_initializers(&mut self, module: &Module) {
        for (statement, stmt) in module.body.iter().enumerate() {
            let StmtKind::Var(var) = &stmt.kind else {
                continue;
            };
            let mut touched = Vec::new();
            if let Some(init) = &var.init {
                changed_in(init, &mut touched);
            }
            for name in touched {
                if matches!(self.get(&name), Some(Binding::Statement(declared)) if is_variable(module, declared))
                {
                    let names = self.changes.entry(statement).or_default();
                    names.push(name);
                }
            }
        }
    }

    /// Adds the declarations that read what others change: what they see depends on the order.
    fn add_readers(&mut self, module: &Module, text: &str) {
        let unsteady: BTreeSet<Name> = self.changes.values().flatten().cloned().collect();
        for (statement, stmt) in module.body.iter().enumerate() {
            let StmtKind::Var(var) = &stmt.kind else {
                continue;
            };
            let mut read = self.words(text, stmt.span);
            for (own, _) in var.pattern.names() {
                read.remove(own);
            }
            let changed = self.changes.get(&statement).cloned().unwrap_or_default();
            for name in read.intersection(&unsteady) {
                let effects = self.effects.entry(name.clone()).or_default();
                effects.push(Effect {
                    statement,
                    changes: changed.contains(name),
                });
            }
        }
        for effects in self.effects.values_mut() {
            effects.sort_by_key(|effect| effect.statement);
        }
    }

    fn add_effects(&mut self, module: &Module, statement: usize, text: &str) {
        let stmt = &module.body[statement];
        let mut touched = Vec::new();
        changed_by(stmt, &mut touched);
        let mut mentioned = self.mentioned(text, stmt.span);
        // What a function of this file does when the statement calls it.
        if let StmtKind::Expr(Expr {
            kind: ExprKind::Call(callee, _),
            ..
        }) = &stmt.kind
        {
            let called = match &callee.kind {
                ExprKind::Ident(name) => Some(name),
                _ => None,
            };
            // What it is given, or reaches from a function that it is given.
            let given = mentioned.iter().filter(|name| Some(*name) != called);
            touched.extend(given.cloned());
            if let Some(name) = called
                && let Some(Binding::Statement(declared)) = self.get(name)
            {
                mentioned.extend(self.mentioned(text, module.body[declared].span));
            }
        }
        for name in &touched {
            if let Some(Binding::Import(_)) = self.get(name) {
                mentioned.insert(name.clone());
            }
        }
        for name in mentioned {
            let changes = touched.contains(&name);
            if changes {
                let names = self.changes.entry(statement).or_default();
                names.push(name.clone());
            }
            let effects = self.effects.entry(name).or_default();
            effects.push(Effect { statement, changes });
        }
    }

    /// The names declared by statements that occur in the text at `span`.
    fn mentioned(&self, text: &str, span: Span) -> BTreeSet<Name> {
        let mut words = self.words(text, span);
        words.retain(|name| matches!(self.get(name), Some(Binding::Statement(_))));
        words
    }

    /// The names of the module that occur in the text at `span`.
    fn words(&self, text: &str, span: Span) -> BTreeSet<Name> {
        let part = text.get(span.start as usize..span.end as usize);
        let words = part.unwrap_or_default().split(|c: char| !is_word(c));
        let names = words.filter_map(|word| self.names.get_key_value(word));
        names.map(|(name, _)| name.clone()).collect()
    }

    /// Whether any statement changes what a name holds.
    pub fn has_changes(&self) -> bool {
        !self.changes.is_empty()
    }

    /// The names that statements may change.
    pub fn changed(&self) -> impl Iterator<Item = &Name> {
        self.effects.keys()
    }

    /// What `name` stands for.
    pub fn get(&self, name: &str) -> Option<Binding> {
        self.names.get(name).copied()
    }

    /// The export `name`, as a place in `module.exports`.
    pub fn export(&self, name: &str) -> Option<usize> {
        self.exports.get(name).copied()
    }

    /// The names whose values `statement` changes.
    pub fn changed_by(&self, statement: usize) -> &[Name] {
        self.changes.get(&statement).map_or(&[], Vec::as_slice)
    }

    /// The statements that may change what `name` holds, in order.
    pub fn effects(&self, name: &str) -> &[Effect] {
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
        }
        ExprKind::Sequence(items) => items.iter().for_each(|item| changed_in(item, names)),
        ExprKind::Logical(_, operands) => operands
            .iter()
            .for_each(|operand| changed_in(operand, names)),
        ExprKind::Conditional(parts) => parts.iter().for_each(|part| changed_in(part, names)),
        _ => {}
    }
}

/// Whether a variable is declared there, not a function or a class.
fn is_variable(module: &Module, statement: usize) -> bool {
    matches!(module.body[statement].kind, StmtKind::Var(_))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
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
