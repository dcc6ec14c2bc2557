//! Local scopes: where a name is looked up while a function runs.

use super::value::Value;
use crate::{source::FileId, syntax::Name};

/// The number of an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnvId(u32);

/// Where code runs: its file, and the innermost local scope when it is inside a function.
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

#[derive(Debug)]
struct Env {
    parent: Option<EnvId>,
    names: Vec<(Name, Value)>,
}

/// All local scopes.
#[derive(Debug, Default)]
pub struct Environments(Vec<Env>);

impl Environments {
    /// A scope inside `place`.
    pub fn enter(&mut self, place: Place) -> Place {
        let id = u32::try_from(self.0.len()).expect("the step budget is far below 2^32 scopes");
        self.0.push(Env {
            parent: place.env,
            names: Vec::new(),
        });
        Place {
            env: Some(EnvId(id)),
            ..place
        }
    }

    /// Declares `name` in the innermost scope of `place`; false at the top level.
    pub fn declare(&mut self, place: Place, name: &Name, value: Value) -> bool {
        let Some(EnvId(id)) = place.env else {
            return false;
        };
        let names = &mut self.0[id as usize].names;
        match names.iter_mut().find(|(known, _)| known == name) {
            Some(slot) => slot.1 = value,
            None => names.push((name.clone(), value)),
        }
        true
    }

    /// The local variable `name`.
    pub fn get(&self, place: Place, name: &str) -> Option<Value> {
        let mut env = place.env;
        while let Some(EnvId(id)) = env {
            let scope = &self.0[id as usize];
            if let Some((_, value)) = scope.names.iter().find(|(known, _)| &**known == name) {
                return Some(value.clone());
            }
            env = scope.parent;
        }
        None
    }

    /// Assigns to the local variable `name`; gives the value back when there is none.
    pub fn assign(&mut self, place: Place, name: &str, value: Value) -> Result<(), Value> {
        let mut env = place.env;
        while let Some(EnvId(id)) = env {
            let scope = &mut self.0[id as usize];
            if let Some(slot) = scope.names.iter_mut().find(|(known, _)| &**known == name) {
                slot.1 = value;
                return Ok(());
            }
            env = scope.parent;
        }
        Err(value)
    }
}
