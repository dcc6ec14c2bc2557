//! `ForeignFunction`, `ForeignRequest`: functions of another process, for `convex-codegen serve`.

use std::{future::Future, pin::Pin, sync::Arc};

use super::{
    Builder, Context, Deployment, Identity, Thrown,
    function::Access,
    registry::{HttpActions, Registered},
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

impl Builder {
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
}
