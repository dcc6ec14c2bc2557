//! The Convex backend of the examples with an interface.
//!
//! `api` and `tables` are the bindings that `convex-codegen` writes from `convex/`; `start` runs
//! the same functions in Rust, inside this process.

#[cfg(not(target_arch = "wasm32"))]
mod database;
#[cfg(not(target_arch = "wasm32"))]
mod functions;

mod bindings {
    convex_runtime::include_api!();
}

pub use bindings::{api, tables};
#[cfg(not(target_arch = "wasm32"))]
pub use database::sample_tasks;
#[cfg(not(target_arch = "wasm32"))]
pub use functions::start;
