//! Requests to the deployment that call no function.

use std::pin::pin;

use super::{Client, request::within};
use crate::{Error, FunctionKind, transport::Progress};

impl Client {
    /// Sends JSON; what is answered does not matter unless it is an error.
    pub(crate) async fn post(&self, path: &str, body: String) -> Result<(), Error> {
        self.exchange(path, Some(body)).await.map(drop)
    }

    /// The status and the text of what is there.
    pub(crate) async fn get(&self, path: &str) -> Result<(u16, String), Error> {
        self.exchange(path, None).await
    }

    async fn exchange(&self, path: &str, body: Option<String>) -> Result<(u16, String), Error> {
        let generation = self.identity.current().generation;
        let http = self.http()?;
        let proof = self.proof(generation)?;
        let (progress, after) = (Progress::default(), self.deadline_of(FunctionKind::Action));
        let sending = pin!(self.prove((generation, &proof), |credential| {
            http.plain(
                path.to_owned(),
                body.clone(),
                (credential, progress.clone()),
            )
        }));
        let sending = pin!(within(after, &progress, sending));
        self.as_the_same(generation, sending).await
    }
}
