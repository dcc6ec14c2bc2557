//! `Deployment`: the running deployment, as a test sees it.

use std::{io, sync::Arc, time::Duration};

use tokio::{net::TcpListener, task::AbortHandle};

use super::{
    Builder, Connect, Fault, Function, Hold, Identity, JournalEntry, ReceivedCall,
    backend::Backend,
    expectation::{Expect, unmet},
    handler::receive,
    http,
    lock::lock,
    path::FunctionPath,
    port::Port,
    sync::Command,
    token::{TokenPolicy, Tokens},
};
use crate::{Id, StorageFile, ToConvex};

/// A Convex deployment in this process that speaks the real protocols.
///
/// Dropping it stops it and frees its port.
///
/// ```
/// use convex_runtime::{Action, testing::Deployment};
///
/// const SHOUT: Action<String, String> = Action::new("ai:shout");
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let deployment =
///     Deployment::builder().action(SHOUT, |text| async move { Ok(text.to_uppercase()) }).start().await?;
/// assert!(deployment.url().starts_with("http://127.0.0.1:"));
/// assert_eq!(deployment.calls(SHOUT).len(), 0);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Deployment {
    pub(super) backend: Arc<Backend>,
    port: Port,
    listening: AbortHandle,
}

impl Deployment {
    /// Returns a builder without functions.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(super) fn run(backend: Arc<Backend>, (port, listener): (Port, TcpListener)) -> Self {
        *lock(&backend.url) = format!("http://{}", port.address);
        let listening = tokio::spawn(http::serve(backend.clone(), listener)).abort_handle();
        Self {
            backend,
            port,
            listening,
        }
    }

    /// The URL that clients connect to.
    pub fn url(&self) -> String {
        format!("http://{}", self.port.address)
    }

    /// Adds functions to the running deployment; they replace those with the same path.
    pub fn extend(&self, functions: Builder) {
        let functions = functions.into_registry_of(&self.backend);
        lock(&self.backend.registry).extend(functions);
        self.backend.publish();
    }

    /// Replaces all functions of the running deployment.
    #[doc(hidden)]
    pub fn replace(&self, functions: Builder) {
        let functions = functions.into_registry_of(&self.backend);
        lock(&self.backend.registry).replace(functions);
        self.backend.publish();
    }

    /// The calls of a function that passed the checks of their arguments, oldest first. A
    /// subscription counts once.
    pub fn calls<F: Function<Args: ToConvex>>(&self, function: F) -> Vec<ReceivedCall<F::Args>> {
        let Ok(path) = FunctionPath::parse(function.function_path()) else {
            return Vec::new();
        };
        let typed = |call: ReceivedCall<_>| {
            Some(ReceivedCall {
                args: receive(&call.args)?,
                identity: call.identity,
                transport: call.transport,
            })
        };
        self.backend
            .journal
            .calls(&path)
            .into_iter()
            .filter_map(typed)
            .collect()
    }

    /// All calls, of any function, oldest first, with those that did not run. A subscription counts
    /// once.
    pub fn journal(&self) -> Vec<JournalEntry> {
        self.backend.journal.entries()
    }

    /// Sets how often a function must be called.
    ///
    /// [`verify`](Self::verify) checks it, and so does dropping the deployment.
    ///
    /// # Panics
    ///
    /// When the handle's path cannot be one.
    pub fn expect<F: Function>(&self, function: F) -> Expect<'_> {
        Expect {
            backend: &self.backend,
            path: path_of(function),
        }
    }

    /// Checks all expectations.
    ///
    /// # Panics
    ///
    /// If an expectation is not met, which fails the test.
    #[track_caller]
    pub fn verify(&self) {
        let unmet = unmet(&self.backend);
        assert!(unmet.is_empty(), "{unmet}");
    }

    /// Injects a fault into the next call of a function.
    ///
    /// # Panics
    ///
    /// When the handle's path cannot be one.
    pub fn inject<F: Function>(&self, function: F, fault: Fault) {
        self.backend.faults.arm(Some(path_of(function)), fault);
    }

    /// Injects a fault into the next call of any function.
    pub fn inject_any(&self, fault: Fault) {
        self.backend.faults.arm(None, fault);
    }

    /// Removes all faults that have not occurred yet.
    pub fn clear_faults(&self) {
        self.backend.faults.clear();
    }

    /// Holds the calls of a function until they are released, so that a test can look at what is
    /// pending.
    ///
    /// # Panics
    ///
    /// When the handle's path cannot be one.
    pub fn hold<F: Function>(&self, function: F) -> Hold {
        let (hold, fault) = Hold::new();
        self.inject(function, fault);
        hold
    }

    /// Marks the results of queries as changed, so that subscriptions run again.
    ///
    /// Calls of mutations and actions do this automatically.
    pub fn publish(&self) {
        self.backend.publish();
    }

    /// Issues a token for a user, valid for an hour.
    pub fn token(&self, identity: Identity) -> String {
        self.token_for(identity, Duration::from_secs(3600))
    }

    /// Issues a token for a user with this lifetime.
    pub fn token_for(&self, identity: Identity, lifetime: Duration) -> String {
        self.backend.tokens.issue(identity, lifetime)
    }

    /// The key of the deployment's administrator, for [`Client::admin`](crate::Client::admin); no
    /// other key is accepted.
    pub fn admin_key(&self) -> String {
        format!("dev:testing|{}", Tokens::ADMIN_KEY)
    }

    /// Sets the documents of a table, oldest first, for
    /// [`System::documents`](crate::admin::System::documents).
    ///
    /// Functions do not see them: handlers own their state.
    #[cfg(feature = "admin")]
    pub fn set_table(&self, name: impl Into<String>, documents: Vec<crate::Value>) {
        self.backend.system.set_table(name.into(), documents);
    }

    /// The environment variables that an administrator has set.
    #[cfg(feature = "admin")]
    pub fn environment_variables(&self) -> std::collections::BTreeMap<String, String> {
        self.backend.system.environment()
    }

    /// Expires a token now; sockets that use it are notified.
    pub fn expire_token(&self, token: &str) {
        self.backend.tokens.expire(token);
        self.backend.publish();
    }

    /// Rejects all tokens until [`accept_tokens`](Self::accept_tokens).
    pub fn reject_tokens(&self) {
        self.backend.tokens.set_policy(TokenPolicy::Reject);
    }

    /// Accepts the tokens that it issued.
    pub fn accept_tokens(&self) {
        self.backend.tokens.set_policy(TokenPolicy::Accept);
    }

    /// Returns a URL for one upload, like `ctx.storage.generateUploadUrl()`.
    pub fn upload_url(&self) -> String {
        self.url() + &self.backend.storage.upload_path()
    }

    /// A stored file.
    pub fn stored_file(&self, id: &Id<StorageFile>) -> Option<Vec<u8>> {
        self.backend.storage.get(id.as_str()).map(Into::into)
    }

    /// Returns how clients introduced themselves on their sockets, oldest first.
    pub fn connects(&self) -> Vec<Connect> {
        self.backend.connects()
    }

    /// Sends a `FatalError` on all sockets, and closes them.
    pub fn send_fatal_error(&self, error: impl Into<String>) {
        self.command(Command::Fatal(error.into()));
    }

    /// Sends a text frame on all sockets, unchanged.
    pub fn send_raw(&self, text: impl Into<String>) {
        self.command(Command::Send(text.into()));
    }

    /// Closes the server's side of all sockets. The server still reads, but sends nothing.
    pub fn half_close_sockets(&self) {
        self.command(Command::HalfClose);
    }

    fn command(&self, command: Command) {
        // The send fails if no socket is open.
        let _heard = self.backend.commands.send(command);
    }

    /// Breaks all connections; new ones are accepted. Running handlers continue.
    pub async fn disconnect(&self) {
        self.backend.connections.shut_down().await;
    }

    /// Stops listening and breaks all connections, until [`come_up`](Self::come_up). State stays,
    /// and handlers that run go on. The port stays reserved.
    pub async fn go_down(&self) {
        self.port.reserve();
        self.listening.abort();
        while !self.listening.is_finished() {
            tokio::task::yield_now().await;
        }
        self.port.reserve();
        self.disconnect().await;
    }

    /// Listens again, on the same port.
    ///
    /// # Errors
    ///
    /// When another process took the port meanwhile.
    #[expect(
        clippy::unused_async,
        reason = "it needs the runtime that a future is polled in"
    )]
    pub async fn come_up(&mut self) -> io::Result<()> {
        let listener = self.port.listen()?;
        self.listening = tokio::spawn(http::serve(self.backend.clone(), listener)).abort_handle();
        Ok(())
    }

    /// Goes down and comes up again on the same port.
    ///
    /// # Errors
    ///
    /// When another process took the port meanwhile.
    pub async fn restart(&mut self) -> io::Result<()> {
        self.go_down().await;
        self.come_up().await
    }

    /// Stops the deployment, and waits until its port is free and all its tasks have ended.
    pub async fn stop(self) {
        self.go_down().await;
        self.backend.tasks.shut_down().await;
    }
}

fn path_of<F: Function>(function: F) -> FunctionPath {
    FunctionPath::parse(function.function_path()).expect("the path of a handle is one")
}

impl Drop for Deployment {
    fn drop(&mut self) {
        self.listening.abort();
        self.backend.connections.abort();
        self.backend.tasks.abort();
        if !std::thread::panicking() {
            self.verify();
        }
    }
}
