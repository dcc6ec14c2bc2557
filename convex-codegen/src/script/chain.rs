//! `a?.b(c)`: a chain, which ends where an operand of `?.` is absent.

use super::{Interpreter, environment::Place, expr::Absent, value::Value};
use crate::syntax::Expr;

impl Interpreter<'_> {
    /// Evaluates the chain `inner`. Where it is not known whether it ended early, what it changed
    /// is unknown.
    pub(super) fn chain<T>(
        &mut self,
        inner: &Expr,
        place: Place,
        evaluate: impl FnOnce(&mut Self, &Expr, Place) -> T,
    ) -> T {
        let outer = self.may_be_absent.take();
        let (value, changes) = self.watched(|cx| evaluate(cx, inner, place));
        if let Some(why) = std::mem::replace(&mut self.may_be_absent, outer) {
            self.forget(changes, &why);
            // An error comes only where it did not end: else the chain is the `undefined` that it
            // has here.
            if let Some(thrown) = self.thrown.take() {
                let why = self.opaque(thrown.problem);
                self.doubtful(&why);
            }
        }
        value
    }

    /// Takes `operand` of `?.`: the chain ends here if it is absent.
    pub(super) fn present(&mut self, operand: &Value) -> Result<(), Absent> {
        match operand.nullish() {
            Some(true) => Err(Absent),
            Some(false) => Ok(()),
            // An error is on its way.
            None if self.thrown.is_some() => Err(Absent),
            None => {
                self.may_be_absent.get_or_insert_with(|| operand.clone());
                Ok(())
            }
        }
    }
}
