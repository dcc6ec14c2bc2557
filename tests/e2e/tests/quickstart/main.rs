//! The quickstart's own TypeScript functions, executed by Node and called through the generated bindings.

mod calls;
mod project;
mod reload;
