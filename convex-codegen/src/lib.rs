//! Reads a Convex backend's TypeScript and writes a typed Rust `api` module.
//!
//! The stages, and what travels between them, are in `ARCHITECTURE.md`.

#![allow(dead_code, reason = "stages under construction")]

mod diagnostics;
mod docs;
mod error;
mod ir;
mod source;
mod syntax;
mod typescript;

pub use error::Error;
