//! `Deployment`: where the socket leads to.

use crate::http::{Address, Dialer};

/// The socket's address and the client that makes its connections.
#[derive(Debug, Clone)]
pub(crate) struct Deployment {
    pub(crate) address: Address,
    /// In a browser, sockets are made without it.
    #[cfg_attr(target_arch = "wasm32", expect(dead_code, reason = "see above"))]
    pub(crate) dialer: Dialer,
    /// The maximum size of a message in bytes.
    pub(crate) max_message: usize,
}
