//! Convex on top of JavaScript: validators, tables, schemas and registered functions as values, and
//! the translation of exports to the IR.

mod api;
mod foreign_table;
mod guess;
mod guessed;
mod library;
mod naming;
mod object_methods;
pub mod register;
mod router;
pub mod schema;
mod types;
pub mod validator;

pub use api::evaluate;
