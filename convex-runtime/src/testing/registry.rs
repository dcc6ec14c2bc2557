//! `Registry`: the functions of the deployment.

use std::{collections::BTreeMap, fmt};

use super::{
    ForeignHttp, Thrown,
    function::{Access, capitalized},
    handler::Handler,
    path::FunctionPath,
    validator::Validator,
};
use crate::FunctionKind;

/// One function.
#[derive(Clone)]
pub(super) struct Registered {
    pub(super) kind: FunctionKind,
    pub(super) access: Access,
    pub(super) args: Validator,
    pub(super) returns: Validator,
    pub(super) handler: Handler,
}

impl fmt::Debug for Registered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registered")
            .field("kind", &self.kind)
            .field("access", &self.access)
            .finish_non_exhaustive()
    }
}

/// What answers HTTP actions.
#[derive(Clone)]
pub(super) struct HttpActions(pub(super) ForeignHttp);

impl fmt::Debug for HttpActions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HttpActions")
    }
}

/// All functions, by path.
#[derive(Debug, Default)]
pub(super) struct Registry {
    functions: BTreeMap<FunctionPath, Registered>,
    pub(super) http: Option<HttpActions>,
}

impl Registry {
    pub(super) fn insert(&mut self, path: FunctionPath, function: Registered) {
        self.functions.insert(path, function);
    }

    /// Adds the functions of another; they replace those of the same path.
    pub(super) fn extend(&mut self, other: Self) {
        self.functions.extend(other.functions);
        self.http = other.http.or(self.http.take());
    }

    /// Keeps the functions of another only.
    pub(super) fn replace(&mut self, other: Self) {
        *self = other;
    }

    /// What a client calls as `kind`; any kind when it does not say.
    pub(super) fn find_public(
        &self,
        path: &FunctionPath,
        kind: Option<FunctionKind>,
    ) -> Result<&Registered, Thrown> {
        let Some(function) = self
            .functions
            .get(path)
            .filter(|function| function.access == Access::Public)
        else {
            // Internal functions must not be told from missing ones.
            return Err(Thrown::server(format!(
                "Could not find public function for '{}'.",
                path.stripped()
            )));
        };
        match kind {
            Some(kind) if kind != function.kind => {
                let message = format!(
                    "Trying to execute {path} as {}, but it is defined as {}.",
                    capitalized(kind),
                    capitalized(function.kind)
                );
                Err(Thrown::server(message))
            }
            _ => Ok(function),
        }
    }
}
