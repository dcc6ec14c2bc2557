//! Code that may or may not run. It is tried: its changes are undone, and the changed state becomes
//! unknown.

use super::{
    Interpreter,
    environment::{EnvId, SlotId},
    heap::{Entry, List, Object, ObjectId, Plain},
    value::{OpaqueId, Value},
};
use crate::{
    source::{FileId, Span},
    syntax::Name,
};

/// The changes of a trial: objects, each with its state at the trial's end (if undone) or before it
/// (if kept), and variables.
#[derive(Debug, Default)]
pub(super) struct Changes {
    objects: Vec<(ObjectId, Object)>,
    slots: Vec<SlotId>,
    names: Vec<(FileId, Name)>,
    /// `true` if the running generator yielded.
    yields: bool,
}

impl Changes {
    /// Returns whether something changed that existed before the scope `first`.
    pub(super) fn reach_before(&self, first: EnvId) -> bool {
        let slots = self.slots.iter().any(|(env, _)| *env < first);
        slots || !self.objects.is_empty() || !self.names.is_empty()
    }
}

/// The maximum number of trials of code that may run any number of times.
const ROUNDS: usize = 8;

impl Interpreter<'_> {
    /// Runs `work`, undoes its changes and returns them.
    pub(super) fn tried<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> (T, Changes) {
        self.heap.begin();
        self.environments.begin();
        self.trials.push(Vec::new());
        let yields = self.yields_so_far();
        self.trying_out += 1;
        let done = work(self);
        self.count_copies();
        self.trying_out -= 1;
        let yielded = self.yields_so_far() != yields;
        if yielded {
            self.undo_yields(yields);
        }
        if let Some(thrown) = self.thrown.take() {
            let why = self.opaque(thrown.problem);
            self.doubtful(&why);
        }
        let mut names = Vec::new();
        for (file, name, old) in self.trials.pop().unwrap_or_default().into_iter().rev() {
            let known = &mut self.state(file).names;
            match old {
                Some(old) => known.insert(name.clone(), old),
                None => known.remove(&name),
            };
            names.push((file, name));
        }
        let changes = Changes {
            objects: self.heap.undo(),
            slots: self.environments.undo(),
            names,
            yields: yielded,
        };
        (done, changes)
    }

    /// Runs `work` and returns its changes.
    pub(super) fn watched<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> (T, Changes) {
        self.heap.begin();
        self.environments.begin();
        self.trials.push(Vec::new());
        let yields = self.yields_so_far();
        let done = work(self);
        self.count_copies();
        let names = self.trials.pop().unwrap_or_default();
        if let Some(outer) = self.trials.last_mut() {
            outer.extend(names.iter().cloned());
        }
        let changes = Changes {
            objects: self.heap.keep(),
            slots: self.environments.keep(),
            names: names
                .into_iter()
                .map(|(file, name, _)| (file, name))
                .collect(),
            yields: self.yields_so_far() != yields,
        };
        (done, changes)
    }

    /// Counts the copies of a trial as steps.
    fn count_copies(&mut self) {
        let copied = self.heap.copied();
        if copied > 0 {
            // Without steps left, the statement ends by itself.
            let _ = self.steps(copied, self.somewhere());
        }
    }

    /// Makes unknown what is not the same in both states, because of `why`.
    pub(super) fn forget(&mut self, changes: Changes, why: &Value) {
        let Value::Opaque(id) = *why else { return };
        self.forget_variables(&changes, why);
        for (object, other) in changes.objects {
            self.differ(object, other, id);
        }
    }

    /// Tries `work`, which may run any number of times; what it changes is not known afterwards.
    pub(super) fn often(&mut self, why: &Value, mut work: impl FnMut(&mut Self)) {
        let Value::Opaque(id) = *why else { return };
        let mut known = std::collections::BTreeSet::new();
        for _ in 0..ROUNDS {
            let ((), changes) = self.tried(&mut work);
            self.forget_variables(&changes, why);
            let mut new = false;
            for (object, _) in changes.objects {
                if known.insert(object) {
                    new = true;
                    self.lose(object, id);
                }
            }
            if !new {
                break;
            }
        }
    }

    fn forget_variables(&mut self, changes: &Changes, why: &Value) {
        if changes.yields {
            self.uncertain_yields(why);
        }
        for slot in &changes.slots {
            self.environments.set(*slot, Some(why.clone()));
        }
        for (file, name) in &changes.names {
            self.set_name(*file, name, why.clone());
        }
    }

    /// Makes the contents of `object` unknown, because of `why`.
    pub(super) fn lose(&mut self, object: ObjectId, why: OpaqueId) {
        match self.heap.get_mut(object) {
            Object::Plain(plain) => plain.taint(why),
            Object::Class(class) => class.statics.taint(why),
            Object::Host(host) => host.lose(why),
            Object::Closure(closure) => {
                let extra = closure.extra;
                let extra = extra.unwrap_or_else(|| self.extra_of(object));
                self.lose(extra, why);
            }
            Object::Module(_) => {}
            known => *known = Object::Unknown(why),
        }
    }

    /// Makes unknown in what `object` differs from `other`.
    fn differ(&mut self, object: ObjectId, other: Object, why: OpaqueId) {
        let lost = match (self.heap.get_mut(object), other) {
            (Object::Plain(plain), Object::Plain(other)) => {
                mix(plain, &other, why);
                false
            }
            (Object::Class(class), Object::Class(other)) => {
                mix(&mut class.statics, &other.statics, why);
                false
            }
            (Object::Array(list), Object::Array(other)) => !mix_items(list, &other, why),
            (Object::Closure(closure), Object::Closure(other)) => {
                // Its properties are an object of their own.
                closure.extra = closure.extra.or(other.extra);
                false
            }
            _ => true,
        };
        if lost {
            self.lose(object, why);
        }
    }

    /// The reason why a condition at `span` is not known.
    pub(super) fn undecided(&mut self, value: Value, span: Span) -> Value {
        match value {
            Value::Opaque(_) => {
                self.by_way_of(value, span, || "this condition decides it".to_owned())
            }
            _ => self.opaque(crate::diagnostics::catalogue::unsupported(
                span,
                "this condition",
            )),
        }
    }
}

fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Opaque(a), Value::Opaque(b)) => a == b,
        (Value::Hole, Value::Hole) | (Value::Reference, Value::Reference) => true,
        (Value::Number(a), Value::Number(b)) => a.to_bits() == b.to_bits(),
        (a, b) => a.strictly_equals(b) == Some(true),
    }
}

impl Entry {
    /// Makes its value unknown. Where it was not a plain one, it is not known either whether it can
    /// be set: as if by a setter that is not known.
    pub(super) fn lose(&mut self, why: OpaqueId) {
        let special = self.is_special();
        self.value = Value::Opaque(why);
        self.getter = false;
        self.setter = special.then_some(Value::Opaque(why));
        self.readonly = false;
    }

    fn is_special(&self) -> bool {
        self.getter || self.setter.is_some() || self.readonly
    }
}

fn mix(plain: &mut Plain, other: &Plain, why: OpaqueId) {
    let mut uncertain = plain.unknown.is_some() != other.unknown.is_some()
        || plain.prototype != other.prototype
        || plain.base != other.base
        || plain.integrity != other.integrity;
    let keys: Vec<Name> = plain.all().map(|entry| entry.key.clone()).collect();
    for key in keys {
        let Some(entry) = plain.get_mut(&key) else {
            continue;
        };
        let equal = other.get(&key).is_some_and(|other| {
            same(&entry.value, &other.value)
                && entry.getter == other.getter
                && entry.hidden == other.hidden
                && entry.readonly == other.readonly
        });
        if !equal {
            entry.readonly |= other.get(&key).is_some_and(Entry::is_special);
            entry.lose(why);
            uncertain |= other.get(&key).is_none();
        }
    }
    for entry in other.all() {
        if plain.get(&entry.key).is_none() {
            uncertain = true;
            let mut entry = entry.clone();
            entry.lose(why);
            plain.set(entry);
        }
    }
    if uncertain {
        plain.unknown = Some(plain.unknown.unwrap_or(why));
    }
}

/// False when the two have not the same length.
fn mix_items(list: &mut List, other: &List, why: OpaqueId) -> bool {
    if list.items.len() != other.items.len()
        || list.extra != other.extra
        || list.integrity != other.integrity
    {
        return false;
    }
    for (item, other) in list.items.iter_mut().zip(&other.items) {
        if !same(item, other) {
            *item = Value::Opaque(why);
        }
    }
    true
}
