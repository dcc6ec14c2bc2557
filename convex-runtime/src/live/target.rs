//! `Deployment`: where the socket leads to.

use crate::http::{Address, Wire};

/// Where the socket leads to, and what makes connections.
#[derive(Debug, Clone)]
pub(crate) struct Deployment {
    pub(crate) address: Address,
    /// In a browser, sockets are made without it.
    #[cfg_attr(target_arch = "wasm32", expect(dead_code, reason = "see above"))]
    pub(crate) wire: Wire,
    /// How many bytes a message may have.
    #[cfg_attr(
        target_arch = "wasm32",
        expect(dead_code, reason = "browsers have limits of their own")
    )]
    pub(crate) max_message: usize,
}
