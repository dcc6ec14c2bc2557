//! A library's hints at unknown values.

use super::{
    Interpreter,
    value::{Hint, Opaque, OpaqueId, Value},
};
use crate::syntax::{Element, Expr, Name};

impl Interpreter<'_> {
    /// An unknown result of `callee(args)`, with the library's hint.
    pub(super) fn supposed(&mut self, value: Value, (callee, args): (&Expr, &[Element])) -> Value {
        match value {
            Value::Opaque(id) if self.heap.opaque(id).hint.is_none() => {
                match self.ports.library.supposed(callee, args) {
                    Some(hint) => self.hinted(id, hint),
                    None => value,
                }
            }
            value => value,
        }
    }

    /// An unknown value whose declared type says what it is.
    pub(super) fn annotated(
        &mut self,
        value: Value,
        annotation: Option<&(Name, Option<Name>)>,
    ) -> Value {
        match (value, annotation) {
            (Value::Opaque(id), Some((name, argument))) => {
                match self.ports.library.annotated(name, argument.as_deref()) {
                    Some(hint) => self.hinted(id, hint),
                    None => Value::Opaque(id),
                }
            }
            (value, _) => value,
        }
    }

    fn hinted(&mut self, id: OpaqueId, hint: Hint) -> Value {
        let problem = self.problem_of(id).clone();
        Value::Opaque(self.heap.add_opaque(Opaque {
            problem,
            hint: Some(hint),
            code: None,
        }))
    }
}
