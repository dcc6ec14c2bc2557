//! The `convex-codegen` command, and [`serve`]: a backend's own TypeScript functions on this
//! machine, for end-to-end tests.
//!
//! The generator itself is the library [`convex_codegen`], which build scripts use; it knows
//! neither command line, server nor Node.
//!
//! ```text
//! command/      one file for each command: reads its arguments, asks the others, prints
//! compare/      two backends → changes, each breaking, compatible or unknown
//! page/         a backend as one HTML page
//! init/         the edits that bring generated code into a crate
//! deployment/   a deployment by its URL and key, without Node
//! serve/        a deployment of the project's own functions, under Node
//! terminal/     how everything is printed: colours, formats, diagnostics
//! ```
#![warn(unreachable_pub)]

mod backends;
mod command;
mod compare;
mod deployment;
mod evidence;
mod failure;
mod init;
mod page;
pub mod serve;
mod terminal;
mod variables;
mod watch;

pub use command::run;
