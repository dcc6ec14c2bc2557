//! Template literals, and functions that take their parts.

use super::{
    Interpreter,
    environment::Place,
    heap::{Entry, Integrity, List, Object, Plain},
    value::Value,
};
use crate::{
    diagnostics::catalogue,
    source::Span,
    syntax::{Expr, Name, Tagged},
};

impl Interpreter<'_> {
    pub(super) fn template(
        &mut self,
        (texts, exprs): (&[Name], &[Expr]),
        span: Span,
        place: Place,
    ) -> Value {
        let mut whole = String::new();
        let mut unknown = None;
        for (index, text) in texts.iter().enumerate() {
            whole.push_str(text);
            if let Some(expr) = exprs.get(index) {
                let value = self.expr(expr, place);
                match self.string_of(&value, expr.span) {
                    Ok(text) => whole.push_str(&text),
                    Err(why) => unknown = unknown.or(Some(why)),
                }
            }
            if whole.len() > super::LONGEST_TEXT {
                return self.opaque(catalogue::too_long(span));
            }
        }
        match unknown {
            Some(why) => why,
            None => self.string(&whole, span),
        }
    }

    pub(super) fn tagged(&mut self, tagged: &Tagged, span: Span, place: Place) -> Value {
        let Ok((this, function)) = self.callee(&tagged.tag, place) else {
            return Value::Undefined;
        };
        let strings = match self.templates.get(&span) {
            Some(strings) => Value::Object(*strings),
            None => self.template_strings(tagged, span),
        };
        let exprs = tagged.exprs.iter().map(|expr| self.expr(expr, place));
        let args = std::iter::once(strings).chain(exprs.collect::<Vec<_>>());
        self.call(&function, this, (args.collect(), span))
    }

    /// The texts of a tagged template: a frozen array, the same in each evaluation.
    fn template_strings(&mut self, tagged: &Tagged, span: Span) -> Value {
        let frozen = |items: Vec<Value>, extra| {
            Object::Array(List {
                items,
                extra,
                integrity: Integrity::Frozen,
            })
        };
        let raw = tagged.raw.iter().map(|raw| Value::String(raw.clone()));
        let raw = Value::Object(self.heap.add(frozen(raw.collect(), None)));
        let mut extra = Plain::default();
        extra.set(Entry {
            hidden: true,
            readonly: true,
            permanent: true,
            ..Entry::new("raw".into(), raw)
        });
        let extra = self.heap.add(Object::Plain(extra));
        let text = |text: &Option<Name>| text.clone().map_or(Value::Undefined, Value::String);
        let cooked = tagged.cooked.iter().map(text).collect();
        let strings = self.heap.add(frozen(cooked, Some(extra)));
        self.templates.insert(span, strings);
        Value::Object(strings)
    }
}
