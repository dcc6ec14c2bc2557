//! `switch`.

use super::{Interpreter, environment::Place, frame::Completion, value::Value};
use crate::syntax::{Expr, Stmt};

/// A `case`: its test and its statements.
type Case = (Option<Expr>, Vec<Stmt>);

impl Interpreter<'_> {
    /// `switch (subject) { cases }`
    pub(super) fn switch(
        &mut self,
        (subject, cases): (&Expr, &[Case]),
        place: Place,
    ) -> Completion {
        let value = self.expr(subject, place);
        let scope = self.environments.enter(place);
        for (_, body) in cases {
            self.hoist(body, scope);
        }
        // The cases that may be the one, until one that surely is.
        let mut starts = Vec::new();
        let mut unknown: Option<Value> = None;
        let mut found = false;
        for (index, (test, _)) in cases.iter().enumerate() {
            let Some(test) = test else { continue };
            let candidate = match &unknown {
                Some(why) => self.maybe(test, &why.clone(), scope),
                None => self.expr(test, scope),
            };
            if self.thrown.is_some() {
                break;
            }
            match value.strictly_equals(&candidate) {
                Some(true) => {
                    starts.push(index);
                    found = true;
                    break;
                }
                Some(false) => {}
                None => {
                    starts.push(index);
                    if unknown.is_none() {
                        let opaque = matches!(candidate, Value::Opaque(_));
                        let of = if opaque { candidate } else { value.clone() };
                        unknown = Some(self.undecided(of, subject.span));
                    }
                }
            }
        }
        match self.ended() {
            Completion::Normal => {}
            end => return end,
        }
        if !found {
            let default = cases.iter().position(|(test, _)| test.is_none());
            starts.push(default.unwrap_or(cases.len()));
        }
        match (unknown, &starts[..]) {
            (Some(why), starts) => self.any_case(&why, (cases, starts), scope),
            (None, [start, ..]) => self.cases(&cases[*start..], scope),
            (None, []) => Completion::Normal,
        }
    }

    fn cases(&mut self, cases: &[Case], scope: Place) -> Completion {
        for stmt in cases.iter().flat_map(|(_, body)| body) {
            match self.inner(stmt, scope) {
                Completion::Normal => {}
                Completion::Break(None) => return Completion::Normal,
                Completion::Maybe(_, why) => return Completion::Unknown(why),
                end => return end,
            }
        }
        Completion::Normal
    }

    /// A `switch` that runs from one of `starts`; which one is not known.
    fn any_case(
        &mut self,
        why: &Value,
        (cases, starts): (&[Case], &[usize]),
        scope: Place,
    ) -> Completion {
        let mut end: Option<Completion> = None;
        for start in starts {
            let (other, changes) = self.tried(|cx| cx.cases(&cases[*start..], scope));
            self.forget(changes, why);
            if self.trying == 0 && matches!(other, Completion::Throw(_)) {
                continue;
            }
            end = Some(match end {
                Some(end) => self.joined(end, other, why.clone()),
                None => other,
            });
        }
        end.unwrap_or(Completion::Normal)
    }
}
