//! The names of one file and their declarations.

use std::collections::{BTreeMap, BTreeSet};

use crate::syntax::{Each, Module, Name, Pattern, Stmt, StmtKind, VarKind};

/// The top-level names of a file.
#[derive(Debug, Default)]
pub struct Scope {
    names: BTreeMap<Name, Binding>,
    /// `module.exports[i]` by name.
    exports: BTreeMap<Name, usize>,
    /// Names that `var` declares.
    vars: Vec<Name>,
    /// Names that are declared with `let` or `var`.
    variables: BTreeSet<Name>,
    /// Names that are declared with `const`.
    constants: BTreeSet<Name>,
}

/// The declaration of a top-level name.
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
            let binding = Binding::Import(index);
            scope.names.insert(import.local.clone(), binding);
        }
        for (index, export) in module.exports.iter().enumerate() {
            scope.exports.entry(export.name.clone()).or_insert(index);
        }
        for (index, stmt) in module.body.iter().enumerate() {
            scope.declare(stmt, index);
        }
        scope
    }

    fn declare(&mut self, stmt: &Stmt, index: usize) {
        match &stmt.kind {
            StmtKind::Var(var) if var.kind != VarKind::Var => {
                for (name, _) in var.pattern.names() {
                    let kind = match var.kind {
                        VarKind::Const => &mut self.constants,
                        _ => &mut self.variables,
                    };
                    kind.insert(name.clone());
                    self.add(name, index);
                }
            }
            StmtKind::Function(name, _)
            | StmtKind::Class(name, _)
            | StmtKind::Enum(name, _)
            | StmtKind::Namespace(name, _) => self.add(name, index),
            _ => {
                let mut vars = Vec::new();
                vars_in(stmt, &mut vars);
                for name in vars {
                    self.add(&name, index);
                    self.variables.insert(name.clone());
                    self.vars.push(name);
                }
            }
        }
    }

    fn add(&mut self, name: &Name, statement: usize) {
        let binding = Binding::Statement(statement);
        self.names.insert(name.clone(), binding);
    }

    /// The declaration of `name`.
    pub fn get(&self, name: &str) -> Option<Binding> {
        self.names.get(name).copied()
    }

    /// The export `name`, as a place in `module.exports`.
    pub fn export(&self, name: &str) -> Option<usize> {
        self.exports.get(name).copied()
    }

    /// The names that are there from the beginning, without a value.
    pub fn vars(&self) -> impl Iterator<Item = &Name> {
        self.vars.iter()
    }

    /// Returns whether `name` can be reassigned.
    pub fn is_variable(&self, name: &str) -> bool {
        self.variables.contains(name)
    }

    /// Returns whether `name` is declared with `const`.
    pub fn is_constant(&self, name: &str) -> bool {
        self.constants.contains(name)
    }
}

/// Collects the names that `var` declares in `stmts` and in the statements inside of them.
pub(crate) fn vars_of(stmts: &[Stmt], names: &mut Vec<Name>) {
    for stmt in stmts {
        vars_in(stmt, names);
    }
}

fn vars_in(stmt: &Stmt, names: &mut Vec<Name>) {
    let add = |pattern: &Pattern, names: &mut Vec<Name>| {
        names.extend(pattern.names().into_iter().map(|(name, _)| name.clone()));
    };
    let each = |each: &Each, names: &mut Vec<Name>| {
        if each.declares == Some(VarKind::Var) {
            add(&each.pattern, names);
        }
        vars_in(&each.body, names);
    };
    match &stmt.kind {
        StmtKind::Var(var) if var.kind == VarKind::Var => add(&var.pattern, names),
        StmtKind::If(_, then, otherwise) => {
            vars_in(then, names);
            if let Some(otherwise) = otherwise {
                vars_in(otherwise, names);
            }
        }
        StmtKind::Block(body) => vars_of(body, names),
        StmtKind::ForOf(parts) | StmtKind::ForIn(parts) => each(parts, names),
        StmtKind::For(parts) => {
            vars_of(&parts.init, names);
            vars_in(&parts.body, names);
        }
        StmtKind::DoWhile(body, _) | StmtKind::Labeled(_, body) => vars_in(body, names),
        StmtKind::Switch(_, cases) => cases.iter().for_each(|(_, body)| vars_of(body, names)),
        StmtKind::Try(parts) => {
            vars_of(&parts.block, names);
            let rest = parts.handler.iter().chain(&parts.finalizer);
            rest.for_each(|body| vars_of(body, names));
        }
        _ => {}
    }
}
