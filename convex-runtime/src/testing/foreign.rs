//! `ForeignFunction`: a function that another process executes, for `convex-codegen serve`.

use std::{future::Future, pin::Pin, sync::Arc};

use super::{
    Builder, Context, Thrown, function::Access, registry::Registered, token::TokenPolicy,
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
    /// What `exportArgs()` gives.
    pub args: String,
    /// What `exportReturns()` gives.
    pub returns: String,
}

/// Executes a foreign function.
#[doc(hidden)]
pub type ForeignHandler = Arc<
    dyn Fn(Context, Value) -> Pin<Box<dyn Future<Output = Result<Value, Thrown>> + Send>>
        + Send
        + Sync,
>;

impl Builder {
    /// Registers a function that another process executes. A validator that is not known accepts anything.
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

    /// Believes every token that looks like one, as there is no issuer to ask.
    #[doc(hidden)]
    #[must_use]
    pub fn trust_tokens(mut self) -> Self {
        self.tokens = TokenPolicy::Trust;
        self
    }
}
