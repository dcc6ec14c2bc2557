//! Reads a Convex backend's TypeScript at build time and writes a typed Rust `api` module, to be
//! called through `convex_runtime`.
//!
//! ```no_run
//! // build.rs
//! fn main() -> Result<(), convex_codegen::Error> {
//!     convex_codegen::generate("convex")
//! }
//! ```
//!
//! Nothing of the backend is executed, and neither Node nor an account nor the network is needed.
//! The stages are one function, `pipeline::generate`:
//!
//! 1. `source` finds the modules that Convex deploys and reads them. *Every text has an id.*
//! 2. `syntax` parses each file alone, in parallel. *swc's types end here.*
//! 3. `resolve` links names: imports, re-exports, scopes.
//! 4. `script` interprets what definitions are written in, `convex` knows its values, and
//!    `packages` what packages export: what each export is, as running it would. *Unknown is
//!    `Type::Opaque` and a diagnostic.*
//! 5. `ir` is what the backend is: functions, tables, types by id. *No Rust, no TypeScript.*
//! 6. `typescript` fills in what no validator says, from `convex-types.d.ts`.
//! 7. `lower` decides names, shapes, derives and files. *The last stage that may find a problem.*
//! 8. `emit` turns the model into syntax and `print` that into text. *No decisions left.*
//! 9. `write` replaces the files that changed, each at once.
//!
//! `commands` are the entry points above them: they run the pipeline and report on it.
#![warn(unreachable_pub)]

mod commands;
mod config;
mod convex;
mod diagnostics;
mod emit;
mod error;
pub mod inspect;
mod ir;
mod lower;
mod model;
mod packages;
mod parallel;
mod pipeline;
mod print;
mod resolve;
mod script;
mod source;
mod syntax;
#[cfg(any(test, fuzzing))]
mod testing;
mod text;
mod typescript;
mod write;

pub use commands::{
    Asked, FileChange, Generated, Repeated, Report, Spec, Types, functions_folder, generate, spec,
};
pub use config::{Config, Integer, MapType, Timestamp};
pub use diagnostics::{EXPLANATIONS, Placed as Diagnostic, Severity};
pub use error::Error;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub use testing::fuzzing;
pub use typescript::{TypesProgress, TypesReport};
