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

/// A Convex deployment in this process, on the real wire.
///
/// It ends, and frees its port, when it is dropped.
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
    /// Starts with no functions.
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

    /// Adds functions while it runs; they replace those of the same path.
    pub fn extend(&self, functions: Builder) {
        let functions = functions.into_registry_of(&self.backend);
        lock(&self.backend.registry).extend(functions);
        self.backend.publish();
    }

    /// Has these functions from now on, and no others.
    #[doc(hidden)]
    pub fn replace(&self, functions: Builder) {
        let functions = functions.into_registry_of(&self.backend);
        lock(&self.backend.registry).replace(functions);
        self.backend.publish();
    }

    /// The calls of a function that passed the checks of their arguments, oldest first. A subscription counts once.
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

    /// All calls, of any function, oldest first, with those that did not run. A subscription counts once.
    pub fn journal(&self) -> Vec<JournalEntry> {
        self.backend.journal.entries()
    }

    /// Says how often a function is to be called; [`verify`](Self::verify) checks it, and so does dropping the deployment.
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

    /// Checks what was expected.
    ///
    /// # Panics
    ///
    /// When something that was expected did not happen; so fails the test.
    #[track_caller]
    pub fn verify(&self) {
        let unmet = unmet(&self.backend);
        assert!(unmet.is_empty(), "{unmet}");
    }

    /// Lets something go wrong with the next call of a function.
    ///
    /// # Panics
    ///
    /// When the handle's path cannot be one.
    pub fn inject<F: Function>(&self, function: F, fault: Fault) {
        self.backend.faults.arm(Some(path_of(function)), fault);
    }

    /// Lets something go wrong with the next call of any function.
    pub fn inject_any(&self, fault: Fault) {
        self.backend.faults.arm(None, fault);
    }

    /// Forgets the faults that did not happen yet.
    pub fn clear_faults(&self) {
        self.backend.faults.clear();
    }

    /// Holds the calls of a function until they are released, so that a test can look at what is pending.
    ///
    /// # Panics
    ///
    /// When the handle's path cannot be one.
    pub fn hold<F: Function>(&self, function: F) -> Hold {
        let (hold, fault) = Hold::new();
        self.inject(function, fault);
        hold
    }

    /// Says that results of queries may have changed: subscriptions run again. Calls of mutations and actions do so by themselves.
    pub fn publish(&self) {
        self.backend.publish();
    }

    /// A token that stands for a user, good for an hour.
    pub fn token(&self, identity: Identity) -> String {
        self.token_for(identity, Duration::from_secs(3600))
    }

    /// A token that stands for a user, and for how long.
    pub fn token_for(&self, identity: Identity, lifetime: Duration) -> String {
        self.backend.tokens.issue(identity, lifetime)
    }

    /// The key of the deployment's administrator, for [`Client::admin`](crate::Client::admin); no other key is accepted.
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

    /// Makes a token expire now; sockets that use it are told so.
    pub fn expire_token(&self, token: &str) {
        self.backend.tokens.expire(token);
        self.backend.publish();
    }

    /// Refuses all tokens, until [`accept_tokens`](Self::accept_tokens).
    pub fn reject_tokens(&self) {
        self.backend.tokens.set_policy(TokenPolicy::Reject);
    }

    /// Accepts the tokens that it gave out.
    pub fn accept_tokens(&self) {
        self.backend.tokens.set_policy(TokenPolicy::Accept);
    }

    /// A URL for one upload, as `ctx.storage.generateUploadUrl()` gives it.
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

    /// Sends a text on all sockets, as it is.
    pub fn send_raw(&self, text: impl Into<String>) {
        self.command(Command::Send(text.into()));
    }

    /// Closes the server's side of all sockets and reads on: clients get nothing more.
    pub fn half_close_sockets(&self) {
        self.command(Command::HalfClose);
    }

    fn command(&self, command: Command) {
        // The send fails if no socket is open.
        let _heard = self.backend.commands.send(command);
    }

    /// Breaks all connections; new ones are accepted. Handlers that run go on.
    pub async fn disconnect(&self) {
        self.backend.connections.shut_down().await;
    }

    /// Stops listening and breaks all connections, until [`come_up`](Self::come_up). State stays, and handlers that run go on.
    /// The port stays reserved.
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

    /// Goes down and comes up on the same port.
    ///
    /// # Errors
    ///
    /// When another process took the port meanwhile.
    pub async fn restart(&mut self) -> io::Result<()> {
        self.go_down().await;
        self.come_up().await
    }

    /// Ends the deployment, and waits until its port is free and nothing of it runs.
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
