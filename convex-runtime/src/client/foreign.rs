//! Requests to servers other than the deployment, for signing in.

use super::Client;
use crate::{Credential, Error, FunctionKind, Sent, platform};

impl Client {
    /// Returns an anonymous client on the same connections, which authenticates the client itself.
    pub(crate) fn anonymous(self) -> Self {
        Self {
            signed_in_only: false,
            ..self.with_credential(Credential::anonymous())
        }
    }

    /// The status and the text of an answer of a server other than the deployment.
    pub(crate) async fn foreign(
        &self,
        url: &str,
        body: Option<(&'static str, String)>,
        headers: Vec<(String, String)>,
    ) -> Result<(u16, String), Error> {
        let after = self.deadline_of(FunctionKind::Query);
        let sending = self.http()?.foreign(url, body, headers);
        match platform::timeout(after, sending).await {
            Ok(answer) => answer,
            Err(_) => Err(Error::timeout(Sent::Maybe, after)),
        }
    }
}
