//! `ForeignFunction`, `ForeignRequest`: functions of another process, for `convex-codegen serve`.

use std::{collections::BTreeMap, future::Future, io, pin::Pin, sync::Arc};

use serde_json::Value as Json;
use tokio::task::AbortHandle;

use super::{
    Builder, Context, Deployment, Identity, Thrown,
    function::Access,
    http::{self, Guard},
    port::Port,
    registry::{HttpActions, OwnersQuestions, Registered},
    token::TokenPolicy,
    validator::Validator,
};
use crate::{FunctionKind, Value};

/// A function that another process executes.
#[derive(Debug, Clone)]
#[doc(hidden)]
pub struct ForeignFunction {
    /// `messages:list`.
    pub path: String,
    pub kind: FunctionKind,
    pub access: Access,
    /// The JSON that `exportArgs()` returns.
    pub args: String,
    /// The JSON that `exportReturns()` returns.
    pub returns: String,
}

/// Executes a foreign function.
#[doc(hidden)]
pub type ForeignHandler = Arc<
    dyn Fn(Context, Value) -> Pin<Box<dyn Future<Output = Result<Value, Thrown>> + Send>>
        + Send
        + Sync,
>;

/// A request for an HTTP action.
#[derive(Debug, Clone)]
#[doc(hidden)]
pub struct ForeignRequest {
    pub method: String,
    /// With its query: `/http/..` or `/api/storage/..`.
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub identity: Option<Identity>,
}

/// The response of an HTTP action.
#[derive(Debug, Clone)]
#[doc(hidden)]
pub struct ForeignResponse {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// Executes HTTP actions.
#[doc(hidden)]
pub type ForeignHttp = Arc<
    dyn Fn(ForeignRequest) -> Pin<Box<dyn Future<Output = Result<ForeignResponse, Thrown>> + Send>>
        + Send
        + Sync,
>;

/// Questions of the owner to the process that has the data.
#[derive(Debug, Clone, PartialEq)]
#[doc(hidden)]
pub enum ForeignQuestion {
    /// The names of the tables, as an array.
    Tables,
    /// A page of a table's documents, by the arguments of `_system/cli/tableData`.
    Documents(Json),
    /// Environment variables were set, or removed where the value is `None`.
    Environment(BTreeMap<String, Option<String>>),
}

/// Answers the questions of the owner.
#[doc(hidden)]
pub type ForeignSystem = Arc<
    dyn Fn(ForeignQuestion) -> Pin<Box<dyn Future<Output = Result<Value, Thrown>> + Send>>
        + Send
        + Sync,
>;

/// A port whose root is that of the HTTP actions, until it is dropped.
#[derive(Debug)]
#[doc(hidden)]
pub struct Site {
    url: String,
    listening: AbortHandle,
}

impl Site {
    /// The URL, without a path.
    #[doc(hidden)]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Builder {
    /// Lets another process answer what the owner asks about data and environment variables.
    #[doc(hidden)]
    #[must_use]
    pub fn foreign_system(mut self, system: ForeignSystem) -> Self {
        self.registry.system = Some(OwnersQuestions(system));
        self
    }

    /// Answers requests for this machine only, from pages of this machine: others need to be named,
    /// as hosts and as origins.
    #[doc(hidden)]
    #[must_use]
    pub fn guarded(mut self, hosts: Vec<String>, origins: Vec<String>) -> Self {
        self.guard = Some(Guard { hosts, origins });
        self
    }

    /// Registers a function that another process executes. A validator that is not known accepts
    /// anything.
    #[doc(hidden)]
    #[must_use]
    pub fn foreign(self, function: &ForeignFunction, handler: ForeignHandler) -> Self {
        let validator = |json: &str| {
            serde_json::from_str(json)
                .ok()
                .and_then(|json| Validator::from_json(&json))
                .unwrap_or(Validator::Any)
        };
        let registered = Registered {
            kind: function.kind,
            access: function.access,
            args: validator(&function.args),
            returns: validator(&function.returns),
            handler,
        };
        self.insert(&function.path, registered)
    }

    /// Answers requests below `/http/` and `/api/storage/` by another process.
    #[doc(hidden)]
    #[must_use]
    pub fn foreign_http(mut self, actions: ForeignHttp) -> Self {
        self.registry.http = Some(HttpActions(actions));
        self
    }

    /// Accepts every well-formed token, as the issuer is not available.
    #[doc(hidden)]
    #[must_use]
    pub fn trust_tokens(mut self) -> Self {
        self.tokens = TokenPolicy::Trust;
        self
    }
}

impl Deployment {
    /// [`publish`](Self::publish), for whom the deployment does not belong to.
    #[doc(hidden)]
    pub fn publisher(&self) -> impl Fn() + Send + Sync + 'static {
        let backend = self.backend.clone();
        move || backend.publish()
    }

    /// Listens on another port, whose root is that of the HTTP actions: as `convex.site` does.
    #[doc(hidden)]
    pub fn open_site(&self, port: u16) -> io::Result<Site> {
        let (port, listener) = Port::open(port)?;
        let serving = http::serve_site(self.backend.clone(), listener);
        Ok(Site {
            url: format!("http://{}", port.address),
            listening: tokio::spawn(serving).abort_handle(),
        })
    }

    /// Sets the environment variables that the owner sees.
    #[doc(hidden)]
    pub fn set_environment(&self, variables: BTreeMap<String, String>) {
        self.backend.system.set_environment(variables);
    }
}
