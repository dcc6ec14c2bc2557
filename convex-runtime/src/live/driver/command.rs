//! `Command`: what a client asks its driver to do.

use std::time::Duration;

use tokio::sync::oneshot;

use crate::live::{
    call::LiveCall,
    machine::{FetchId, FetchedToken},
    protocol::Json,
    store::CellId,
};

/// A request from a client to its driver.
#[derive(Debug)]
pub(in crate::live) enum Command {
    Call(LiveCall),
    Subscribe {
        cell: CellId,
        path: Json,
        args: Json,
    },
    Unsubscribe {
        cell: CellId,
    },
    /// The answer of the token source.
    Token {
        fetch: FetchId,
        token: FetchedToken,
    },
    /// Look after the connection now.
    Wake,
    /// End when all calls have ended, or when patience is over.
    Close {
        patience: Duration,
        done: oneshot::Sender<()>,
    },
}
