//! Environment variables.

use std::collections::BTreeMap;

use super::System;
use crate::{Error, FromConvex, Query, ToConvex};

const ALL: Query<(), Vec<Variable>> = Query::new("_system/cli/queryEnvironmentVariables");
const ONE: Query<OneArgs, Option<Variable>> =
    Query::new("_system/cli/queryEnvironmentVariables:get");

#[derive(Clone, FromConvex)]
#[convex(crate = crate)]
struct Variable {
    name: String,
    value: String,
}

#[derive(ToConvex)]
#[convex(crate = crate)]
struct OneArgs {
    name: String,
}

#[derive(ToConvex)]
#[convex(crate = crate)]
struct Changes {
    changes: Vec<Change>,
}

#[derive(ToConvex)]
#[convex(crate = crate)]
struct Change {
    name: String,
    /// None removes the variable.
    value: Option<String>,
}

impl System {
    /// The environment variables of the deployment.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub async fn environment_variables(&self) -> Result<BTreeMap<String, String>, Error> {
        let all = self.admin.query(ALL, ()).await?;
        let pairs = all
            .into_iter()
            .map(|variable| (variable.name, variable.value));
        Ok(pairs.collect())
    }

    /// The value of an environment variable; `None` when it is not set.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub async fn environment_variable(&self, name: &str) -> Result<Option<String>, Error> {
        let name = name.to_owned();
        let variable = self.admin.query(ONE, OneArgs { name }).await?;
        Ok(variable.map(|variable| variable.value))
    }

    /// Sets an environment variable. Queries that are subscribed to run again.
    ///
    /// # Errors
    ///
    /// Any [`Error`]; [`Error::Protocol`] for a name that Convex does not take.
    pub async fn set_environment_variable(&self, name: &str, value: &str) -> Result<(), Error> {
        self.set_environment_variables([(name, Some(value))]).await
    }

    /// Removes an environment variable, if it is set.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub async fn unset_environment_variable(&self, name: &str) -> Result<(), Error> {
        self.set_environment_variables([(name, None)]).await
    }

    /// Sets and removes environment variables, all in one step.
    ///
    /// ```
    /// # use convex_runtime::{Error, admin::System};
    /// async fn rotate(system: &System, key: &str) -> Result<(), Error> {
    ///     system.set_environment_variables([("API_KEY", Some(key)), ("OLD_API_KEY", None)]).await
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub async fn set_environment_variables(
        &self,
        changes: impl IntoIterator<Item = (&str, Option<&str>)>,
    ) -> Result<(), Error> {
        let change = |(name, value): (&str, Option<&str>)| Change {
            name: name.to_owned(),
            value: value.map(str::to_owned),
        };
        let changes = changes.into_iter().map(change).collect();
        let body = crate::encode(&Changes { changes })
            .map_err(|error| Error::configuration(error.to_string()))?;
        let client = self.admin.client();
        client.post("/api/update_environment_variables", body).await
    }
}
