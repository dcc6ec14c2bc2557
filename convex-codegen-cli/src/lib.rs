//! The `convex-codegen` command, and [`serve`]: a backend's own TypeScript functions on this machine, for end-to-end tests.
//!
//! The generator itself is the library [`convex_codegen`], which build scripts use; it knows neither command line, server nor Node.

mod command;
pub mod serve;

pub use command::run;
