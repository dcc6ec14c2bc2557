//! The functions that a deployment has.

use super::System;
use crate::{Error, FromConvex, FunctionKind, Mismatch, Node, Query, Value};

const FUNCTIONS: Query<(), Vec<FunctionSpec>> = Query::new("_system/cli/modules:apiSpec");
const FUNCTIONS_AS_VALUE: Query<(), Value> = Query::new("_system/cli/modules:apiSpec");
const CLOUD_URL: Query<(), String> = Query::new("_system/cli/convexUrl:cloudUrl");

/// A function or an HTTP action that a deployment has.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FunctionSpec {
    /// A query, a mutation or an action.
    Function {
        /// The kind of function.
        kind: FunctionKind,
        /// Its path, such as `messages.js:list`.
        identifier: String,
        /// True when clients may call it without a deploy key.
        is_public: bool,
        /// The JSON form of the validator of its arguments.
        args: Value,
        /// The JSON form of the validator of its result.
        returns: Value,
    },
    /// A route of an HTTP action.
    HttpAction {
        /// `GET`, `POST` and so on.
        method: String,
        /// Its path, such as `/hook`; one that ends with `*` stands for all that begin so.
        path: String,
    },
}

#[derive(FromConvex)]
#[convex(crate = crate)]
struct Function {
    #[convex("functionType")]
    kind: FunctionType,
    identifier: String,
    visibility: Visibility,
    #[convex(optional)]
    args: Option<Value>,
    #[convex(optional)]
    returns: Option<Value>,
}

#[derive(FromConvex)]
#[convex(crate = crate)]
enum FunctionType {
    #[convex("Query")]
    Query,
    #[convex("Mutation")]
    Mutation,
    #[convex("Action")]
    Action,
}

#[derive(FromConvex)]
#[convex(crate = crate)]
struct Visibility {
    kind: String,
}

#[derive(FromConvex)]
#[convex(crate = crate)]
struct HttpAction {
    method: String,
    path: String,
}

impl FromConvex for FunctionSpec {
    fn from_convex(node: Node<'_>) -> Result<Self, Mismatch> {
        if node.get("functionType").and_then(Node::as_str) == Some("HttpAction") {
            let HttpAction { method, path } = HttpAction::from_convex(node)?;
            return Ok(Self::HttpAction { method, path });
        }
        let function = Function::from_convex(node)?;
        Ok(Self::Function {
            kind: match function.kind {
                FunctionType::Query => FunctionKind::Query,
                FunctionType::Mutation => FunctionKind::Mutation,
                FunctionType::Action => FunctionKind::Action,
            },
            identifier: function.identifier,
            is_public: function.visibility.kind == "public",
            args: function.args.unwrap_or(Value::Null),
            returns: function.returns.unwrap_or(Value::Null),
        })
    }
}

impl System {
    /// The functions and HTTP actions that the deployment has, internal ones included.
    ///
    /// ```
    /// # use convex_runtime::{Error, admin::{FunctionSpec, System}};
    /// async fn print_functions(system: &System) -> Result<(), Error> {
    ///     for function in system.functions().await? {
    ///         match function {
    ///             FunctionSpec::Function { kind, identifier, .. } => println!("{kind} {identifier}"),
    ///             FunctionSpec::HttpAction { method, path } => println!("{method} {path}"),
    ///             _ => {}
    ///         }
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub async fn functions(&self) -> Result<Vec<FunctionSpec>, Error> {
        self.admin.query(FUNCTIONS, ()).await
    }

    /// The functions as JSON, in the form that `npx convex function-spec` prints and
    /// `convex-codegen` reads.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub async fn function_spec(&self) -> Result<String, Error> {
        let functions = self.admin.query(FUNCTIONS_AS_VALUE, ()).await?;
        let url = Value::String(self.cloud_url().await?);
        let spec = Value::from_iter([("url", url), ("functions", functions)]);
        crate::encode(&spec).map_err(|error| Error::invalid_response(None, error.to_string()))
    }

    /// The URL under which clients reach the deployment, as the deployment itself says.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub async fn cloud_url(&self) -> Result<String, Error> {
        let root = self.admin.root();
        root.query(CLOUD_URL, ()).await
    }
}
