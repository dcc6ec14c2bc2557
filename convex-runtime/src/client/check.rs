//! Comparing generated bindings with the deployment.

use super::{AdminClient, Client};
use crate::{
    Bindings, Error, Query, Value,
    bindings::{BindingsReport, Scope},
};

const FUNCTIONS: Query<(), Value> = Query::new("_system/cli/modules:apiSpec");

impl AdminClient {
    /// Compares generated bindings with the functions that the deployment has now: a handshake at
    /// roll-out. It is one query, of the function specification that `npx convex function-spec`
    /// prints; of each validator a fingerprint is compared. Types that TypeScript inferred are not
    /// validators, so the deployment does not say whether they have changed.
    ///
    /// A function that [`Config::except`] left out of the bindings is reported as added.
    ///
    /// ```
    /// # use convex_runtime::{AdminClient, Bindings, Error};
    /// # mod api { pub const BINDINGS: convex_runtime::Bindings = convex_runtime::Bindings::new(&[]); }
    /// async fn warn(admin: &AdminClient) -> Result<(), Error> {
    ///     let report = admin.check(&api::BINDINGS).await?;
    ///     for change in report.changes() {
    ///         eprintln!("{change}"); // breaking    messages:send: mutation removed
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    ///
    /// [`Config::except`]: https://docs.rs/convex-codegen/latest/convex_codegen/struct.Config.html#method.except
    pub async fn check(&self, bindings: &Bindings) -> Result<BindingsReport, Error> {
        let functions = self.query(FUNCTIONS, ()).await?;
        report(bindings, &functions, Scope::Whole)
    }
}

impl Client {
    /// Compares generated bindings with what a query of yours says of the backend's functions, for
    /// programs without a deploy key. Its result is the text of `functions` in a function
    /// specification, of the modules that it imports; functions of others are not compared:
    ///
    /// ```ts
    /// // convex/bindings.ts
    /// import * as messages from "./messages";
    /// import * as refunds from "./payments/refunds";
    ///
    /// const modules = { messages, "payments/refunds": refunds };
    ///
    /// export const spec = query({
    ///   args: {},
    ///   returns: v.string(),
    ///   handler: async () => {
    ///     const functions = Object.entries(modules).flatMap(([path, module]) =>
    ///       Object.entries(module)
    ///         .filter(([, f]: any) => f?.isQuery || f?.isMutation || f?.isAction)
    ///         .map(([name, f]: any) => ({
    ///           identifier: `${path}:${name}`,
    ///           functionType: f.isQuery ? "Query" : f.isMutation ? "Mutation" : "Action",
    ///           visibility: { kind: f.isPublic ? "public" : "internal" },
    ///           args: JSON.parse(f.exportArgs()),
    ///           returns: JSON.parse(f.exportReturns()),
    ///         })),
    ///     );
    ///     return JSON.stringify(functions);
    ///   },
    /// });
    /// ```
    ///
    /// ```
    /// # use convex_runtime::{Bindings, Client, Error, Query};
    /// # mod api {
    /// #     pub const BINDINGS: convex_runtime::Bindings = convex_runtime::Bindings::new(&[]);
    /// #     pub mod bindings { pub const spec: convex_runtime::Query<(), String> = convex_runtime::Query::new("bindings:spec"); }
    /// # }
    /// async fn is_current(client: &Client) -> Result<bool, Error> {
    ///     let report = client.check_by(api::bindings::spec, &api::BINDINGS).await?;
    ///     Ok(report.public().changes().is_empty())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Any [`Error`]; [`Error::Protocol`] when the text is not such JSON.
    pub async fn check_by(
        &self,
        query: Query<(), String>,
        bindings: &Bindings,
    ) -> Result<BindingsReport, Error> {
        let functions = self.query(query, ()).await?;
        let functions = crate::decode::<Value>(&functions)
            .map_err(|error| Error::invalid_response(None, error.to_string()))?;
        report(bindings, &functions, Scope::Listed)
    }
}

fn report(bindings: &Bindings, functions: &Value, scope: Scope) -> Result<BindingsReport, Error> {
    BindingsReport::new(bindings, functions, scope).ok_or_else(|| {
        let problem = "the functions are not those of a function specification".to_owned();
        Error::invalid_response(None, problem)
    })
}
