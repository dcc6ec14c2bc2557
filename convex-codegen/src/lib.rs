//! Reads a Convex backend's TypeScript and writes a typed Rust `api` module.
//!
//! The stages, and what travels between them, are in `ARCHITECTURE.md`.

#![allow(dead_code, reason = "stages under construction")]

mod cargo;
mod config;
mod diagnostics;
mod docs;
mod emit;
mod error;
mod evaluate;
mod ir;
mod lower;
mod model;
mod pipeline;
mod print;
mod resolve;
mod source;
mod spec;
mod syntax;
mod typescript;
mod write;

pub use config::Config;
pub use error::Error;
pub use spec::{Spec, spec};
