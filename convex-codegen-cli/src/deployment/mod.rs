//! `Target`, `Deployment`: a deployment that commands ask, by its URL and, for what only its owner
//! may do, a key.

mod arguments;

use std::{env, time::Duration};

use clap::Args;
use convex_codegen::inspect::FunctionKind;
use convex_runtime::{
    Action, AdminClient, CallReport, Client, Error, Internal, Mutation, Query, Subscription, Value,
    admin::System, decode, encode,
};
use serde_json::Value as Json;

use crate::{
    failure::{Failure, Outcome},
    variables,
};

pub(crate) use arguments::prepare;

/// Variables that hold a key, in this order.
const KEYS: [&str; 2] = ["CONVEX_DEPLOY_KEY", "CONVEX_SELF_HOSTED_ADMIN_KEY"];

/// The deployment that a command asks.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Target {
    /// The deployment's URL; by default that of `CONVEX_URL`, `CONVEX_SELF_HOSTED_URL` or
    /// `.env.local`
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// The environment variable that holds the key [default: `CONVEX_DEPLOY_KEY`,
    /// `CONVEX_SELF_HOSTED_ADMIN_KEY`]
    #[arg(long, value_name = "NAME")]
    key_env: Option<String>,
    /// Seconds that a call may take
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    timeout: u64,
}

/// A function and how it is called.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call {
    pub kind: FunctionKind,
    pub path: &'static str,
}

impl Call {
    /// Paths of handles are static, and a command calls few functions.
    pub(crate) fn new(kind: FunctionKind, path: &str) -> Self {
        Self {
            kind,
            path: Box::leak(path.to_owned().into_boxed_str()),
        }
    }
}

impl Target {
    /// Returns this target with another URL.
    pub(crate) fn at(&self, url: &str) -> Self {
        Self {
            url: Some(url.to_owned()),
            timeout: self.timeout.max(1),
            ..self.clone()
        }
    }

    fn key(&self) -> Option<String> {
        let read = |name: &str| env::var(name).ok().filter(|key| !key.is_empty());
        match &self.key_env {
            Some(name) => read(name),
            None => KEYS.into_iter().find_map(read),
        }
    }

    /// Returns whether the command line names a deployment.
    pub(crate) fn is_named(&self) -> bool {
        self.url.is_some()
    }

    /// Creates a client without sending anything.
    pub(crate) fn connect(&self) -> Outcome<Deployment> {
        let url = match &self.url {
            Some(url) => url.clone(),
            None => variables::deployment_url()?,
        };
        let client = Client::new(&url)?;
        let client = client.with_deadline(Duration::from_secs(self.timeout.max(1)));
        let client = client.with_report(|call: &CallReport<'_>| {
            for line in call.log_lines {
                // Beside the result, as a function's console is beside its callers.
                anstream::eprintln!("{line}");
            }
        });
        let key = self.key();
        Ok(Deployment {
            admin: key.as_ref().map(|key| client.admin(key.as_str())),
            url: url.trim_end_matches('/').to_owned(),
            wanted: self.key_env.clone().unwrap_or_else(|| KEYS.join("` or `")),
            client,
        })
    }
}

/// A deployment.
pub(crate) struct Deployment {
    client: Client,
    admin: Option<AdminClient>,
    url: String,
    wanted: String,
}

impl Deployment {
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Returns whether functions are called with an admin key.
    pub(crate) fn is_admin(&self) -> bool {
        self.admin.is_some()
    }

    /// Returns this deployment as seen inside the component at `path`.
    pub(crate) fn component(self, path: &str) -> Outcome<Self> {
        let admin = self.admin()?.component(path);
        Ok(Self {
            admin: Some(admin),
            ..self
        })
    }

    fn admin(&self) -> Outcome<&AdminClient> {
        self.admin.as_ref().ok_or_else(|| {
            Failure::Text(format!(
                "`{}` answers this to its owner only: set `{}`; `npx convex deployment token create` or the dashboard's settings have a deploy key",
                self.url, self.wanted
            ))
        })
    }

    /// Calls a function, as the owner if there is a key.
    pub(crate) async fn try_call(&self, call: Call, args: Value) -> Result<Value, Error> {
        let path = call.path;
        match (&self.admin, call.kind) {
            (Some(admin), FunctionKind::Query) => {
                admin
                    .query(Query::<Value, Value, Internal>::new(path), args)
                    .await
            }
            (Some(admin), FunctionKind::Mutation) => {
                admin
                    .mutation(Mutation::<Value, Value, Internal>::new(path), args)
                    .await
            }
            (Some(admin), FunctionKind::Action) => {
                admin
                    .action(Action::<Value, Value, Internal>::new(path), args)
                    .await
            }
            (None, FunctionKind::Query) => {
                self.client
                    .query(Query::<Value, Value>::new(path), args)
                    .await
            }
            (None, FunctionKind::Mutation) => {
                self.client
                    .mutation(Mutation::<Value, Value>::new(path), args)
                    .await
            }
            (None, FunctionKind::Action) => {
                self.client
                    .action(Action::<Value, Value>::new(path), args)
                    .await
            }
        }
    }

    /// Subscribes to a query, as the owner if there is a key.
    pub(crate) fn subscribe(&self, path: &'static str, args: Value) -> Subscription<Value> {
        match &self.admin {
            Some(admin) => admin.subscribe(Query::<Value, Value, Internal>::new(path), args),
            None => self
                .client
                .subscribe(Query::<Value, Value>::new(path), args),
        }
    }

    /// The deployment itself, for its owner.
    pub(crate) fn system(&self) -> Outcome<System> {
        Ok(self.admin()?.system())
    }

    /// The function specification, as `npx convex function-spec` prints it.
    pub(crate) async fn specification(&self) -> Outcome<String> {
        let json = self.system()?.function_spec().await?;
        let json: Json =
            serde_json::from_str(&json).map_err(|error| Failure::Text(error.to_string()))?;
        serde_json::to_string_pretty(&json).map_err(|error| Failure::Text(error.to_string()))
    }
}

/// A Convex value of its JSON encoding.
pub(crate) fn value(json: &Json) -> Outcome<Value> {
    decode(&json.to_string())
        .map_err(|error| Failure::Text(format!("this is not a Convex value: {error}")))
}

/// The JSON encoding of a Convex value.
pub(crate) fn to_json(value: &Value) -> Outcome<Json> {
    let text = encode(value).map_err(|error| Failure::Text(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| Failure::Text(error.to_string()))
}
