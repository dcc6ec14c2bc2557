//! Convex on top of JavaScript: validators, tables, schemas and registered functions as values, and
//! the translation of exports to the IR.

mod api;
mod doubt;
mod foreign_table;
mod guess;
mod guessed;
mod identifier;
mod library;
mod naming;
mod object_methods;
pub(crate) mod register;
mod router;
pub(crate) mod schema;
mod types;
pub(crate) mod validator;

pub(crate) use api::evaluate;
