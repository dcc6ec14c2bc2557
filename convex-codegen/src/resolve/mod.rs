//! Links names across files: imports, re-exports and scopes.

mod program;
mod scope;

pub use program::{Linked, Program, Target, link};
pub use scope::{Binding, Scope, vars_of};
