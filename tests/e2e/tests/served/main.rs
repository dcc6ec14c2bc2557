//! TypeScript functions, the quickstart's own and those of `projects`, executed by Node and called through the generated bindings.

mod calls;
mod project;
mod projects;
mod reload;
