//! Local scopes: where a name is looked up while a function runs.

use std::collections::BTreeMap;

use super::{reach::Change, value::Value, watch::Log};
use crate::{source::FileId, syntax::Name};

/// The number of an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EnvId(u32);

/// The place where code runs: its file, and the innermost local scope if it is inside a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The file, whose names are the outermost scope.
    pub file: FileId,
    /// The innermost local scope.
    pub env: Option<EnvId>,
}

impl Place {
    /// The top level of `file`.
    pub fn top(file: FileId) -> Self {
        Self { file, env: None }
    }
}

/// A local variable.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    /// Its name.
    pub name: Name,
    /// Its value; `None` before its declaration was reached.
    pub value: Option<Value>,
    /// `true` if it is never assigned again.
    pub constant: bool,
}

impl Slot {
    /// A variable before its declaration was reached.
    pub(crate) fn empty(name: &Name) -> Self {
        Self {
            name: name.clone(),
            value: None,
            constant: false,
        }
    }

    /// A variable with its value.
    pub(crate) fn new(name: &Name, value: Value) -> Self {
        Self {
            value: Some(value),
            ..Self::empty(name)
        }
    }

    /// A constant with its value.
    pub(crate) fn constant(name: &Name, value: Value) -> Self {
        Self {
            constant: true,
            ..Self::new(name, value)
        }
    }
}

/// The place of a local variable.
pub(crate) type SlotId = (EnvId, usize);

#[derive(Debug)]
struct Env {
    parent: Option<EnvId>,
    slots: Vec<Slot>,
    /// Places in `slots`, once there are many.
    index: BTreeMap<Name, usize>,
}

impl Env {
    fn find(&self, name: &str) -> Option<usize> {
        if self.index.is_empty() {
            self.slots.iter().position(|slot| &*slot.name == name)
        } else {
            self.index.get(name).copied()
        }
    }
}

/// From this many names on, a scope has an index.
const MANY: usize = 16;

/// A running trial. Scopes that it makes itself are not restored: nothing that outlives it knows them.
#[derive(Debug)]
pub(crate) struct Trial {
    /// The first scope that it makes.
    first: EnvId,
    /// The previous values of the variables that it changes.
    before: Vec<(SlotId, Option<Value>)>,
}

/// All local scopes.
#[derive(Debug, Default)]
pub(crate) struct Environments {
    all: Vec<Env>,
    trials: Vec<Trial>,
    /// The variables that were changed.
    pub log: Log,
}

impl Environments {
    /// A scope inside `place`.
    pub(crate) fn enter(&mut self, place: Place) -> Place {
        let id = u32::try_from(self.all.len()).expect("the step budget is far below 2^32 scopes");
        self.all.push(Env {
            parent: place.env,
            slots: Vec::new(),
            index: BTreeMap::new(),
        });
        Place {
            env: Some(EnvId(id)),
            ..place
        }
    }

    /// A copy of the innermost scope of `place`, as each round of a loop has one.
    pub(crate) fn copy(&mut self, place: Place) -> Place {
        let Some(EnvId(id)) = place.env else {
            return place;
        };
        let (parent, slots) = (self.all[id as usize].parent, &self.all[id as usize].slots);
        let (slots, index) = (slots.clone(), self.all[id as usize].index.clone());
        let copy = u32::try_from(self.all.len()).expect("the step budget is far below 2^32 scopes");
        self.all.push(Env {
            parent,
            slots,
            index,
        });
        Place {
            env: Some(EnvId(copy)),
            ..place
        }
    }

    /// Declares `slot` in the innermost scope of `place`; false at the top level.
    pub(crate) fn declare(&mut self, place: Place, slot: Slot) -> bool {
        let Some(id) = place.env else {
            return false;
        };
        let env = &mut self.all[id.0 as usize];
        if let Some(at) = env.find(&slot.name) {
            self.set((id, at), slot.value);
            return true;
        }
        if env.slots.len() >= MANY {
            if env.index.is_empty() {
                let names = env.slots.iter().enumerate();
                env.index = names.map(|(at, slot)| (slot.name.clone(), at)).collect();
            }
            env.index.insert(slot.name.clone(), env.slots.len());
        }
        env.slots.push(slot);
        true
    }

    /// Returns whether the innermost scope of `place` declares `name`.
    pub(crate) fn declares(&self, place: Place, name: &str) -> bool {
        place
            .env
            .is_some_and(|id| self.all[id.0 as usize].find(name).is_some())
    }

    /// The local variable `name`.
    pub(crate) fn find(&self, place: Place, name: &str) -> Option<SlotId> {
        let mut env = place.env;
        while let Some(id) = env {
            let scope = &self.all[id.0 as usize];
            if let Some(at) = scope.find(name) {
                return Some((id, at));
            }
            env = scope.parent;
        }
        None
    }

    /// The variable at `slot`.
    pub(crate) fn slot(&self, (id, at): SlotId) -> &Slot {
        &self.all[id.0 as usize].slots[at]
    }

    /// Makes the variable `name` of the innermost scope of `place` a constant.
    pub(crate) fn fix(&mut self, place: Place, name: &str) {
        let Some(id) = place.env else { return };
        let scope = &mut self.all[id.0 as usize];
        if let Some(at) = scope.find(name) {
            scope.slots[at].constant = true;
        }
    }

    /// The scope that is made next: those before it were there already.
    pub(crate) fn next(&self) -> EnvId {
        EnvId(u32::try_from(self.all.len()).unwrap_or(u32::MAX))
    }

    /// Sets the variable at `slot` to `value`.
    pub(crate) fn set(&mut self, slot: SlotId, value: Option<Value>) {
        self.log.add(|| Change::Slot(slot));
        let old = std::mem::replace(&mut self.all[slot.0.0 as usize].slots[slot.1].value, value);
        if let Some(trial) = self.trials.last_mut()
            && slot.0 < trial.first
        {
            trial.before.push((slot, old));
        }
    }

    /// Begins a trial, whose changes [`undo`](Self::undo) reverts.
    pub(crate) fn begin(&mut self) {
        self.trials.push(Trial {
            first: self.next(),
            before: Vec::new(),
        });
    }

    /// Ends the trial: everything is as before. Returns what variables it had changed.
    pub(crate) fn undo(&mut self) -> Vec<SlotId> {
        let mut changed = Vec::new();
        for (slot, old) in self.first_changes() {
            self.all[slot.0.0 as usize].slots[slot.1].value = old;
            changed.push(slot);
        }
        changed
    }

    /// Ends the trial: everything stays. Returns what variables it changed.
    pub(crate) fn keep(&mut self) -> Vec<SlotId> {
        let before = self.first_changes();
        let changed = before.iter().map(|(slot, _)| *slot).collect();
        if let Some(outer) = self.trials.last_mut() {
            let first = outer.first;
            let older = before.into_iter().filter(|((env, _), _)| *env < first);
            outer.before.extend(older);
        }
        changed
    }

    /// Ends the trial. Returns each variable that it changed, with its value before the trial.
    fn first_changes(&mut self) -> Vec<(SlotId, Option<Value>)> {
        let mut before = self
            .trials
            .pop()
            .map_or_else(Vec::new, |trial| trial.before);
        before.sort_by_key(|(slot, _)| *slot);
        before.dedup_by_key(|(slot, _)| *slot);
        before
    }

    /// Removes the trials while code runs that no trial may undo.
    pub(crate) fn suspend(&mut self) -> Vec<Trial> {
        std::mem::take(&mut self.trials)
    }

    /// Puts the trials back. What was made meanwhile existed before them.
    pub(crate) fn resume(&mut self, trials: Vec<Trial>) {
        self.trials = trials;
        let first = self.next();
        for trial in &mut self.trials {
            trial.first = first;
        }
    }
}
