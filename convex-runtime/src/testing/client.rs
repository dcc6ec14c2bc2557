//! Clients of the deployment.

use super::{Deployment, Identity};
use crate::{Client, Credential};

impl Deployment {
    /// Returns an anonymous client of this deployment, like `Client::new(&deployment.url())`.
    ///
    /// ```
    /// use convex_runtime::{Query, testing::Deployment};
    ///
    /// const COUNT: Query<(), i64> = Query::new("tasks:count");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let deployment = Deployment::builder().query(COUNT, async |()| Ok(3)).start().await?;
    /// assert_eq!(deployment.client().query(COUNT, ()).await?, 3);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// When no TLS can be set up, which [`Client::new`] reports.
    pub fn client(&self) -> Client {
        Client::new(&self.url()).expect("its URL is one")
    }

    /// Returns a client of this deployment with a [`token`](Self::token) for `identity`.
    ///
    /// # Panics
    ///
    /// As [`client`](Self::client) does.
    pub fn client_as(&self, identity: Identity) -> Client {
        self.client()
            .with_credential(Credential::token(self.token(identity)))
    }
}
