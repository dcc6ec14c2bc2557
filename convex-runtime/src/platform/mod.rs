//! What the runtime needs of its surroundings: tasks and time. On Tokio, or on a browser's event loop.

#[cfg(not(target_arch = "wasm32"))]
mod tokio;
#[cfg(target_arch = "wasm32")]
mod web;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use self::tokio::{Moment, is_running, spawn, timeout};
#[cfg(all(target_arch = "wasm32", feature = "http"))]
pub(crate) use web::unless;
#[cfg(target_arch = "wasm32")]
pub(crate) use web::{Moment, is_running, spawn, timeout};

/// A deadline has passed.
#[derive(Debug)]
pub(crate) struct Elapsed;
