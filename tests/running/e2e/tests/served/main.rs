//! TypeScript functions, the quickstart's own, those of `projects` and of npm packages, executed by
//! Node and called through the generated bindings.

#![expect(clippy::float_cmp, reason = "small whole numbers are exact")]
#![expect(clippy::panic, reason = "a test fails by panicking")]

mod bindings;
mod calls;
mod components;
mod inferred;
mod missing;
mod orphan;
mod packages;
mod project;
mod projects;
mod reload;
mod sign_in;
mod site;
mod unruly;
