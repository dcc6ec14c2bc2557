//! The reach of code: the variables and objects that it names, and all objects reachable from
//! them. Unexecuted code could change these.

use std::collections::BTreeSet;

use super::{
    Interpreter,
    environment::{Place, SlotId},
    heap::{Integrity, Object, ObjectId},
    value::{OpaqueId, Value},
};
use crate::{
    resolve::Binding,
    source::{FileId, Span},
    syntax::Name,
};

/// Bytes of code that are searched for names in one step.
const BYTES_PER_STEP: usize = 16;

/// The variables and objects that some code can reach.
#[derive(Debug, Clone, Default)]
pub(super) struct Reached {
    texts: BTreeSet<Span>,
    objects: BTreeSet<ObjectId>,
    slots: BTreeSet<SlotId>,
    names: BTreeSet<(FileId, Name)>,
}

/// A change of an object or a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Of an object.
    Object(ObjectId),
    /// Of a local variable.
    Slot(SlotId),
    /// Of a top-level name.
    Name(FileId, Name),
}

/// The parts of code that wait to be visited.
#[derive(Debug, Default)]
struct Waiting {
    texts: Vec<(Span, Place)>,
    objects: Vec<ObjectId>,
}

impl Waiting {
    fn value(&mut self, value: &Value) {
        if let Value::Object(id) = value {
            self.objects.push(*id);
        }
    }

    fn values<'a>(&mut self, values: impl IntoIterator<Item = &'a Value>) {
        for value in values {
            self.value(value);
        }
    }
}

impl Reached {
    /// Returns whether it is something else after `change`.
    pub(super) fn contains(&self, change: &Change) -> bool {
        match change {
            Change::Object(id) => self.objects.contains(id),
            Change::Slot(slot) => self.slots.contains(slot),
            Change::Name(file, name) => {
                !self.names.is_empty() && self.names.contains(&(*file, name.clone()))
            }
        }
    }

    /// Adds what can be reached through `values`.
    pub(super) fn extend<'a>(
        &mut self,
        cx: &mut Interpreter<'_>,
        values: impl IntoIterator<Item = &'a Value>,
    ) {
        let mut waiting = Waiting::default();
        waiting.values(values);
        self.visit(cx, waiting);
    }

    /// Adds what the code at `span` in `place` can reach.
    fn extend_text(&mut self, cx: &mut Interpreter<'_>, span: Span, place: Place) {
        let mut waiting = Waiting::default();
        waiting.texts.push((span, place));
        self.visit(cx, waiting);
    }

    fn visit(&mut self, cx: &mut Interpreter<'_>, mut waiting: Waiting) {
        loop {
            if let Some((span, place)) = waiting.texts.pop() {
                if self.texts.insert(span) {
                    self.visit_text(cx, (span, place), &mut waiting);
                }
            } else if let Some(id) = waiting.objects.pop() {
                if self.objects.insert(id) {
                    visit_object(cx.heap.get(id), &mut waiting);
                    waiting.objects.extend(cx.heap.extra(id));
                }
            } else {
                return;
            }
        }
    }

    fn visit_text(
        &mut self,
        cx: &mut Interpreter<'_>,
        (span, place): (Span, Place),
        waiting: &mut Waiting,
    ) {
        // Without steps left, the statement ends by itself.
        let length = span.end.saturating_sub(span.start) as usize;
        let _ = cx.steps(length / BYTES_PER_STEP, span);
        let source = cx.program.project.sources.file(span.file);
        let text = source.text.get(span.start as usize..span.end as usize);
        let words: BTreeSet<Name> = text
            .unwrap_or_default()
            .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'))
            .filter(|word| word.starts_with(|c: char| !c.is_ascii_digit()))
            .map(Name::from)
            .collect();
        for word in words {
            if let Some(slot) = cx.environments.find(place, &word) {
                self.slots.insert(slot);
                if let Some(value) = &cx.environments.slot(slot).value {
                    waiting.value(value);
                }
            } else if let Some(value) = self.visit_name(cx, place, &word) {
                waiting.value(&value);
            }
        }
    }

    /// The value of the top-level name `word`.
    fn visit_name(&mut self, cx: &mut Interpreter<'_>, place: Place, word: &Name) -> Option<Value> {
        let linked = cx.linked(place.file);
        match linked.scope.get(word)? {
            Binding::Import(_) => {
                Some(cx.top_level(place.file, word, Span::file_start(place.file)))
            }
            Binding::Statement(_) => {
                self.names.insert((place.file, word.clone()));
                cx.state(place.file).names.get(word).cloned()
            }
        }
    }
}

fn visit_object(object: &Object, waiting: &mut Waiting) {
    match object {
        Object::Plain(plain) => waiting.values(plain.all().map(|entry| &entry.value)),
        Object::Array(list) => {
            waiting.values(&list.items);
            waiting.objects.extend(list.extra);
        }
        Object::Collection(collection) => {
            for (key, value) in collection.entries() {
                waiting.values([key, value]);
            }
        }
        Object::Closure(closure) => {
            waiting.texts.push((closure.function.span, closure.place));
            waiting.value(&closure.this);
            waiting.objects.extend(closure.extra);
        }
        Object::Class(class) => waiting.texts.push((class.class.span, class.place)),
        Object::Bound(bound) => {
            waiting.values([&bound.function, &bound.this]);
            waiting.values(&bound.args);
        }
        Object::Generator(generator) => {
            let closure = &generator.closure;
            waiting.texts.push((closure.function.span, closure.place));
            waiting.value(&generator.this);
            waiting.values(&generator.args);
        }
        Object::Promise(promise) => promise.visit(&mut |value| waiting.value(value)),
        _ => {}
    }
}

/// Returns whether nothing can change it: what it holds may still change.
fn is_frozen(object: &Object) -> bool {
    match object {
        Object::Plain(plain) => plain.integrity == Integrity::Frozen,
        Object::Array(list) => list.integrity == Integrity::Frozen,
        _ => false,
    }
}

impl Interpreter<'_> {
    /// Makes unknown the objects that an unknown function is given, and those that these hold. It
    /// cannot change frozen ones, nor the variables of a function that it is given.
    pub(super) fn given_away(&mut self, values: &[Value], why: &Value) {
        let Value::Opaque(reason) = why else { return };
        let mut seen = BTreeSet::new();
        let mut waiting = Waiting::default();
        waiting.values(values);
        while let Some(id) = waiting.objects.pop() {
            if !seen.insert(id) {
                continue;
            }
            let object = self.heap.get(id);
            match object {
                Object::Closure(closure) => waiting.objects.extend(closure.extra),
                Object::Class(class) => {
                    waiting.values(class.statics.all().map(|entry| &entry.value));
                }
                object => visit_object(object, &mut waiting),
            }
            waiting.objects.extend(self.heap.extra(id));
            waiting.texts.clear();
            self.lose_reached(id, *reason);
        }
        // Without steps left, the statement ends by itself.
        let _ = self.steps(seen.len(), self.somewhere());
    }

    /// Makes unknown the object `id`, which unknown code can reach.
    fn lose_reached(&mut self, id: ObjectId, reason: OpaqueId) {
        match self.heap.get(id) {
            object if is_frozen(object) => {}
            Object::Plain(_)
            | Object::Array(_)
            | Object::Collection(_)
            | Object::Class(_)
            | Object::Date(_)
            | Object::Regex(_)
            | Object::Iterator(_)
            | Object::Promise(_)
            | Object::Generator(_) => self.lose(id, reason),
            _ => {}
        }
    }

    /// Makes everything unknown that the code at `span` could change; it is not run, because of
    /// `why`.
    pub(super) fn touch(&mut self, span: Span, place: Place, why: &Value) {
        let mut reached = Reached::default();
        reached.extend_text(self, span, place);
        self.touch_reached(&reached, why);
    }

    /// Makes everything unknown that could be changed through `value`.
    pub(super) fn touch_value(&mut self, value: &Value, why: &Value) {
        let mut reached = Reached::default();
        reached.extend(self, [value]);
        self.touch_reached(&reached, why);
    }

    fn touch_reached(&mut self, reached: &Reached, why: &Value) {
        let Value::Opaque(reason) = why else { return };
        for slot in &reached.slots {
            let variable = self.environments.slot(*slot);
            if !variable.constant && variable.value.is_some() {
                self.environments.set(*slot, Some(why.clone()));
            }
        }
        for (file, name) in &reached.names {
            let linked = self.linked(*file);
            if linked.scope.is_variable(name) && self.state(*file).names.contains_key(name) {
                self.set_name(*file, name, why.clone());
            }
        }
        for id in &reached.objects {
            self.lose_reached(*id, *reason);
        }
    }
}
