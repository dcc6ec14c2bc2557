//! Objects that unexecuted code could change: each object that it names, and those reachable from
//! it.

use std::collections::BTreeSet;

use super::{
    Interpreter,
    environment::Place,
    heap::{Object, ObjectId},
    value::Value,
};
use crate::{source::Span, syntax::Name};

/// The code and objects already visited.
#[derive(Debug, Default)]
struct Seen {
    texts: BTreeSet<Span>,
    objects: BTreeSet<ObjectId>,
}

impl Interpreter<'_> {
    /// Makes everything unknown that the code at `span` could change; it is not run, because of
    /// `why`.
    pub(super) fn touch(&mut self, span: Span, place: Place, why: &Value) {
        let mut seen = Seen::default();
        self.touch_text((span, place), why, &mut seen);
    }

    /// Makes everything unknown that could be changed through `value`.
    pub(super) fn touch_value(&mut self, value: &Value, why: &Value) {
        self.touch_reachable(value, why, &mut Seen::default());
    }

    fn touch_text(&mut self, (span, place): (Span, Place), why: &Value, seen: &mut Seen) {
        if !seen.texts.insert(span) {
            return;
        }
        let source = self.program.project.sources.file(span.file);
        let text = source.text.get(span.start as usize..span.end as usize);
        let words: BTreeSet<Name> = text
            .unwrap_or_default()
            .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'))
            .filter(|word| word.starts_with(|c: char| !c.is_ascii_digit()))
            .map(Name::from)
            .collect();
        for word in words {
            let value = if let Some(slot) = self.environments.find(place, &word) {
                let variable = self.environments.slot(slot);
                let (value, constant) = (variable.value.clone(), variable.constant);
                if !constant && value.is_some() {
                    self.environments.set(slot, Some(why.clone()));
                }
                value
            } else {
                self.touch_name(place, &word, why)
            };
            if let Some(value) = value {
                self.touch_reachable(&value, why, seen);
            }
        }
    }

    /// The value that the top-level name `word` had; one that can be assigned is not known from
    /// here on.
    fn touch_name(&mut self, place: Place, word: &Name, why: &Value) -> Option<Value> {
        let linked = self.linked(place.file);
        let value = self.state(place.file).names.get(word).cloned();
        match linked.scope.get(word)? {
            crate::resolve::Binding::Import(_) => {
                Some(self.top_level(place.file, word, Span::file_start(place.file)))
            }
            crate::resolve::Binding::Statement(_) => {
                if linked.scope.is_variable(word) && value.is_some() {
                    self.set_name(place.file, word, why.clone());
                }
                value
            }
        }
    }

    fn touch_reachable(&mut self, value: &Value, why: &Value, seen: &mut Seen) {
        let (Value::Object(first), Value::Opaque(reason)) = (value, why) else {
            return;
        };
        let mut waiting = vec![*first];
        while let Some(id) = waiting.pop() {
            if !seen.objects.insert(id) {
                continue;
            }
            let mut values = Vec::new();
            match self.heap.get(id) {
                Object::Plain(plain) => {
                    values.extend(plain.all().map(|entry| entry.value.clone()));
                }
                Object::Array(list) => values.extend(list.items.iter().cloned()),
                Object::Collection(collection) => {
                    let parts = collection.entries().cloned();
                    values.extend(parts.flat_map(|(key, value)| [key, value]));
                }
                Object::Closure(closure) => {
                    let (span, place) = (closure.function.span, closure.place);
                    self.touch_text((span, place), why, seen);
                    continue;
                }
                Object::Class(class) => {
                    let (span, place) = (class.class.span, class.place);
                    self.touch_text((span, place), why, seen);
                    self.lose(id, *reason);
                    continue;
                }
                Object::Bound(bound) => {
                    values.extend([bound.function.clone(), bound.this.clone()]);
                    values.extend(bound.args.iter().cloned());
                }
                Object::Date(_) | Object::Regex(_) | Object::Iterator(_) | Object::Generator(_) => {
                }
                _ => continue,
            }
            self.lose(id, *reason);
            waiting.extend(values.iter().filter_map(|value| match value {
                Value::Object(id) => Some(*id),
                _ => None,
            }));
        }
    }
}
