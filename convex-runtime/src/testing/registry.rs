//! `Registry`: the functions of the deployment.

use std::{collections::BTreeMap, fmt};

use super::{
    ForeignHttp, ForeignSystem, Thrown,
    function::{Access, capitalized},
    handler::Handler,
    path::FunctionPath,
    principal::Principal,
    route::Routes,
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

/// The handler of HTTP actions.
#[derive(Clone)]
pub(super) struct HttpActions(pub(super) ForeignHttp);

impl fmt::Debug for HttpActions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HttpActions")
    }
}

/// The handler of the owner's questions.
#[derive(Clone)]
pub(super) struct OwnersQuestions(pub(super) ForeignSystem);

impl fmt::Debug for OwnersQuestions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnersQuestions")
    }
}

/// All functions, by path.
#[derive(Debug, Default)]
pub(super) struct Registry {
    functions: BTreeMap<FunctionPath, Registered>,
    pub(super) http: Option<HttpActions>,
    pub(super) routes: Routes,
    pub(super) system: Option<OwnersQuestions>,
}

impl Registry {
    pub(super) fn insert(&mut self, path: FunctionPath, function: Registered) {
        self.functions.insert(path, function);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&FunctionPath, &Registered)> {
        self.functions.iter()
    }

    /// Adds the functions of a component.
    pub(super) fn mount(&mut self, component: &str, other: Self) {
        let functions = other.functions.into_iter();
        self.functions
            .extend(functions.map(|(path, function)| (path.within(component), function)));
    }

    /// Adds the functions of another; they replace those of the same path.
    pub(super) fn extend(&mut self, other: Self) {
        self.functions.extend(other.functions);
        self.http = other.http.or(self.http.take());
        self.routes.extend(other.routes);
        self.system = other.system.or(self.system.take());
    }

    /// Keeps the functions of another only.
    pub(super) fn replace(&mut self, other: Self) {
        *self = other;
    }

    /// The function that a client calls as `kind`; any kind when it does not say. Internal
    /// functions and those of components are for administrators.
    pub(super) fn find(
        &self,
        path: &FunctionPath,
        kind: Option<FunctionKind>,
        principal: &Principal,
    ) -> Result<&Registered, Thrown> {
        let may_call = |function: &&Registered| match path.component() {
            "" => principal.is_admin || function.access == Access::Public,
            _ => principal.is_admin && principal.identity.is_none(),
        };
        let Some(function) = self.functions.get(path).filter(may_call) else {
            // Internal functions must not be told from missing ones.
            return Err(Thrown::server(match kind {
                Some(_) => format!("Could not find public function for {}.", path.described()),
                None => format!(
                    "Could not find function for {}. Did you forget to run `npx convex dev`?",
                    path.described()
                ),
            }));
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
