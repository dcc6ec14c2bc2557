//! Top-level statements that change what names hold: run in their order, when one of the names is asked for.

use super::{Interpreter, environment::Place, stmt::Completion, value::Value};
use crate::{
    resolve::Binding,
    source::FileId,
    syntax::{Name, StmtKind},
};

impl Interpreter<'_> {
    /// Runs the statements that change `name`, and those that read it, which stand before the one that runs now.
    pub(super) fn run_effects(&mut self, file: FileId, name: &Name) {
        let linked = self.linked(file);
        let before = match self.at {
            Some((at, index)) if at == file => index,
            _ => usize::MAX,
        };
        let declared = match linked.scope.get(name) {
            Some(Binding::Statement(declared)) => declared,
            _ => 0,
        };
        let effects = linked.scope.effects(name);
        let begun = self.state(file).begun.get(name).copied().unwrap_or(0);
        for (at, effect) in effects.iter().enumerate().skip(begun) {
            let index = effect.statement;
            if index >= before {
                break;
            }
            self.state(file).begun.insert(name.clone(), at + 1);
            if index < declared {
                continue;
            }
            let stmt = &linked.module.body[index];
            if let StmtKind::Var(_) = &stmt.kind {
                self.begin(file, index);
                continue;
            }
            if !self.state(file).started.insert(index) {
                continue;
            }
            let at = Some((file, index));
            let done = self.fresh_budget(at, |cx| cx.stmt(stmt, Place::top(file)));
            let Completion::Unknown(why) = done else {
                continue;
            };
            self.lose(file, index, &why);
        }
    }

    /// What the statement `index` changes is not known, because of `why`.
    pub(super) fn lose(&mut self, file: FileId, index: usize, why: &Value) {
        let linked = self.linked(file);
        let span = linked.module.body[index].span;
        for name in linked.scope.changed_by(index) {
            let text = || format!("`{name}` is changed here");
            let why = self.by_way_of(why.clone(), span, text);
            self.state(file).names.insert(name.clone(), why);
        }
    }

    /// Runs what changes the names of `file` that were asked for, to its end.
    pub fn finish(&mut self, file: FileId) {
        let linked = self.linked(file);
        for name in linked.scope.changed() {
            if self.state(file).names.contains_key(name) {
                self.run_effects(file, name);
            }
        }
    }
}
