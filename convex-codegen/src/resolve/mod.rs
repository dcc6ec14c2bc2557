//! Links names across files: imports, re-exports and scopes.

mod program;
mod scope;

pub(crate) use program::{Linked, Program, Target, link};
pub(crate) use scope::{Binding, Scope, vars_of};
