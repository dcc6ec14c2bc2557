//! Objects by number: values may be shared and cyclic, and dropping them never recurses.

use std::{any::Any, collections::BTreeMap};

use super::{
    heap::{Object, ObjectId, Plain},
    host::HostObject,
    reach::Change,
    value::{Opaque, OpaqueId},
    watch::Log,
};

/// All objects and all unknown values.
#[derive(Debug, Default)]
pub struct Heap {
    objects: Vec<Object>,
    opaques: Vec<Opaque>,
    symbols: u32,
    /// Properties assigned to host objects.
    extras: BTreeMap<ObjectId, ObjectId>,
    /// The previous states of changed objects, for each running trial.
    trials: Vec<Before>,
    /// The objects that were changed.
    pub log: Log,
    /// The number of parts of objects that trials have copied since this was last taken.
    copied: usize,
}

/// Trials that wait.
#[derive(Debug)]
pub struct Trials(Vec<Before>);

/// The states of objects before a trial changed them.
#[derive(Debug, Default)]
struct Before {
    /// Objects from here on are the trial's own.
    own: usize,
    objects: BTreeMap<ObjectId, Object>,
}

impl Heap {
    /// Adds an object.
    pub fn add(&mut self, object: Object) -> ObjectId {
        let id =
            u32::try_from(self.objects.len()).expect("the step budget is far below 2^32 objects");
        self.objects.push(object);
        ObjectId(id)
    }

    /// The number of objects.
    pub fn count(&self) -> usize {
        self.objects.len()
    }

    /// The object `id`.
    pub fn get(&self, id: ObjectId) -> &Object {
        &self.objects[id.0 as usize]
    }

    /// The object `id`, to change it.
    pub fn get_mut(&mut self, id: ObjectId) -> &mut Object {
        self.log.add(|| Change::Object(id));
        let object = &mut self.objects[id.0 as usize];
        if let Some(before) = self.trials.last_mut()
            && (id.0 as usize) < before.own
            && !before.objects.contains_key(&id)
        {
            self.copied += object.parts();
            before.objects.insert(id, object.clone());
        }
        object
    }

    /// The number of parts of objects that trials have copied since the last call.
    pub fn copied(&mut self) -> usize {
        std::mem::take(&mut self.copied)
    }

    /// Begins a trial, whose changes [`undo`](Self::undo) reverts.
    pub fn begin(&mut self) {
        self.trials.push(Before {
            own: self.objects.len(),
            objects: BTreeMap::new(),
        });
    }

    /// Ends the trial and reverts its changes. Returns the changed objects with their state at its
    /// end.
    pub fn undo(&mut self) -> Vec<(ObjectId, Object)> {
        let before = self.trials.pop().unwrap_or_default();
        let swap = |(id, mut object): (ObjectId, Object)| {
            std::mem::swap(&mut self.objects[id.0 as usize], &mut object);
            (id, object)
        };
        before.objects.into_iter().map(swap).collect()
    }

    /// Ends the trial and keeps its changes. Returns the changed objects with their previous state.
    pub fn keep(&mut self) -> Vec<(ObjectId, Object)> {
        let before = self.trials.pop().unwrap_or_default();
        if let Some(outer) = self.trials.last_mut() {
            for (id, object) in &before.objects {
                if (id.0 as usize) < outer.own {
                    let known = outer.objects.entry(*id);
                    known.or_insert_with(|| object.clone());
                }
            }
        }
        before.objects.into_iter().collect()
    }

    /// Removes the trials while code runs that no trial may undo.
    pub fn suspend(&mut self) -> Trials {
        Trials(std::mem::take(&mut self.trials))
    }

    /// Puts the trials back. What was made meanwhile existed before them.
    pub fn resume(&mut self, Trials(trials): Trials) {
        self.trials = trials;
        for trial in &mut self.trials {
            trial.own = self.objects.len();
        }
    }

    /// The object of the properties that were assigned to the host object `id`.
    pub fn extra(&self, id: ObjectId) -> Option<ObjectId> {
        self.extras.get(&id).copied()
    }

    /// Returns the object that [`extra`](Self::extra) returns, creating it if there is none.
    pub fn make_extra(&mut self, id: ObjectId) -> ObjectId {
        if let Some(extra) = self.extra(id) {
            return extra;
        }
        let extra = self.add(Object::Plain(Plain::default()));
        self.extras.insert(id, extra);
        extra
    }

    /// The reason why the object `id` may have properties that are not known.
    pub fn unknown_rest(&self, id: ObjectId) -> Option<OpaqueId> {
        let extra = match self.get(id) {
            Object::Plain(plain) => return plain.unknown,
            Object::Class(class) => return class.statics.unknown,
            Object::Unknown(why) => return Some(*why),
            Object::Closure(closure) => closure.extra,
            Object::Array(list) => list.extra,
            _ => self.extra(id),
        };
        match self.get(extra?) {
            Object::Plain(plain) => plain.unknown,
            _ => None,
        }
    }

    /// The host object `id`, when it is a `T`.
    pub fn host<T: HostObject>(&self, id: ObjectId) -> Option<&T> {
        match self.get(id) {
            Object::Host(host) => (&**host as &dyn Any).downcast_ref(),
            _ => None,
        }
    }

    /// The host object `id`, when it is a `T`, to change it.
    pub fn host_mut<T: HostObject>(&mut self, id: ObjectId) -> Option<&mut T> {
        match self.get_mut(id) {
            Object::Host(host) => (&mut **host as &mut dyn Any).downcast_mut(),
            _ => None,
        }
    }

    /// A number that no other symbol has.
    pub fn unique(&mut self) -> u32 {
        self.symbols += 1;
        self.symbols
    }

    /// Adds an unknown value.
    pub fn add_opaque(&mut self, opaque: Opaque) -> OpaqueId {
        let id =
            u32::try_from(self.opaques.len()).expect("the step budget is far below 2^32 values");
        self.opaques.push(opaque);
        OpaqueId(id)
    }

    /// The unknown value `id`.
    pub fn opaque(&self, id: OpaqueId) -> &Opaque {
        &self.opaques[id.0 as usize]
    }
}

impl Object {
    /// The number of values that a copy of it copies.
    pub fn parts(&self) -> usize {
        match self {
            Self::Plain(plain) => plain.len(),
            Self::Array(list) => list.items.len(),
            Self::Class(class) => class.statics.len(),
            Self::Collection(collection) => collection.len(),
            _ => 1,
        }
    }
}
