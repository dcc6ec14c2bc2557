//! The code of functions as text. A bundler writes it anew, so it is unknown, except for how it
//! begins: libraries tell classes from other functions by that.

use super::{
    Interpreter,
    heap::Object,
    value::{Code, Opaque, Value},
};
use crate::{diagnostics::catalogue, source::Span};

impl Interpreter<'_> {
    /// The code of `function` as text: unknown, with what it is the code of.
    pub(super) fn code_text(&mut self, function: &Value, span: Span) -> Value {
        if !self.is_callable(function) {
            let message = "Function.prototype.toString requires that 'this' be a Function";
            return match function {
                Value::Opaque(_) => function.clone(),
                _ => self.type_error(message, span),
            };
        }
        let problem = catalogue::unsupported(span, "the code of a function as text");
        let code = self.code(function);
        Value::Opaque(self.heap.add_opaque(Opaque {
            problem,
            hint: None,
            code,
        }))
    }

    fn code(&self, function: &Value) -> Option<Code> {
        const CLASS: &str = "class";
        let Value::Object(id) = function else {
            return None;
        };
        match self.heap.get(*id) {
            Object::Class(_) => Some(Code::Class),
            Object::Closure(closure) => {
                let span = closure.function.span;
                let text = &self.program.project.sources.file(span.file).text;
                let text = text.get(span.start as usize..span.end as usize)?;
                // A method, or the parameter of an arrow function, may have such a name.
                let names = [closure.function.name.as_ref(), closure.given.as_ref()];
                let given = names
                    .into_iter()
                    .flatten()
                    .any(|name| name.starts_with(CLASS));
                (!given && !text.starts_with(CLASS)).then_some(Code::Function)
            }
            _ => None,
        }
    }

    /// Returns whether the regular expression `regex` finds something in the unknown `text`.
    pub(super) fn found_in_code(&self, regex: &Value, text: &Value) -> Option<bool> {
        const CLASS: [&str; 6] = [
            r"^class\b",
            r"^class\s",
            r"^class\s+",
            r"^\s*class\b",
            r"^\s*class\s",
            r"^\s*class\s+",
        ];
        let Value::Opaque(id) = text else { return None };
        let code = self.heap.opaque(*id).code?;
        let regex = self.regex(self.as_regex(regex)?);
        let known = regex.flags.is_empty() && CLASS.contains(&&*regex.source);
        known.then_some(code == Code::Class)
    }
}
