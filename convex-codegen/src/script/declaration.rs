//! TypeScript's enums and namespaces. Declarations with the same name are merged into one object.

use std::sync::Arc;

use super::{
    Interpreter,
    environment::{Place, Slot},
    frame::Completion,
    heap::{Entry, Object, Plain},
    value::Value,
};
use crate::syntax::{Expr, Name, Namespace, number_text};

impl Interpreter<'_> {
    /// The current value of `name`, if it is an object that an enum or a namespace can be merged
    /// into.
    fn merged(&mut self, name: &Name, place: Place) -> Option<Value> {
        let value = match self.environments.find(place, name) {
            Some(slot) => self.environments.slot(slot).value.clone(),
            None if place.env.is_none() => self.state(place.file).names.get(name).cloned(),
            None => None,
        };
        value.filter(|value| match value {
            Value::Object(id) => matches!(
                self.heap.get(*id),
                Object::Plain(_) | Object::Closure(_) | Object::Class(_)
            ),
            _ => false,
        })
    }

    fn merged_or_new(&mut self, name: &Name, place: Place) -> Value {
        match self.merged(name, place) {
            Some(value) => value,
            None => Value::Object(self.heap.add(Object::Plain(Plain::default()))),
        }
    }

    /// The object that a TypeScript enum is when it runs.
    pub(super) fn enum_value(
        &mut self,
        name: &Name,
        members: &[(Name, Option<Expr>)],
        place: Place,
    ) -> Value {
        let object = self.merged_or_new(name, place);
        let scope = self.environments.enter(place);
        self.declare(scope, Slot::new(name, object.clone()));
        if let Value::Object(id) = object
            && let Object::Plain(plain) = self.heap.get(id)
        {
            let known: Vec<Entry> = plain.iter().cloned().collect();
            for entry in known {
                self.declare(scope, Slot::new(&entry.key, entry.value));
            }
        }
        let mut next = Some(0.0);
        for (member, init) in members {
            let value = match (init, next) {
                (Some(init), _) => self.expr(init, scope),
                (None, Some(next)) => Value::Number(next),
                (None, None) => Value::Undefined,
            };
            next = None;
            if let Value::Number(number) = value {
                next = Some(number + 1.0);
            }
            self.declare(scope, Slot::new(member, value.clone()));
            self.set_property(&object, Entry::new(member.clone(), value.clone()));
            if let Value::Number(number) = value {
                let reverse = Name::from(number_text(number));
                let name = Value::String(member.clone());
                self.set_property(&object, Entry::new(reverse, name));
            }
        }
        object
    }

    /// The object that a namespace is when it runs.
    pub(super) fn namespace_value(
        &mut self,
        name: &Name,
        namespace: &Arc<Namespace>,
        place: Place,
    ) -> Value {
        let object = self.merged_or_new(name, place);
        let scope = self.environments.enter(place);
        self.declare(scope, Slot::new(name, object.clone()));
        // Exports of earlier parts are in scope too.
        if let Value::Object(id) = object
            && let Object::Plain(plain) = self.heap.get(id)
        {
            let known: Vec<Entry> = plain.iter().cloned().collect();
            for entry in known {
                self.declare(scope, Slot::new(&entry.key, entry.value));
            }
        }
        let scope = self.environments.enter(scope);
        let end = self.block(&namespace.body, scope);
        let why = match end {
            Completion::Throw(thrown) => Some(self.opaque(thrown.problem)),
            Completion::Unknown(why) | Completion::Maybe(_, why) => Some(why),
            _ => None,
        };
        for export in &namespace.exports {
            let slot = self.environments.find(scope, export);
            let value = slot.and_then(|slot| self.environments.slot(slot).value.clone());
            let value = value.or_else(|| why.clone()).unwrap_or(Value::Undefined);
            self.set_property(&object, Entry::new(export.clone(), value));
        }
        object
    }
}
