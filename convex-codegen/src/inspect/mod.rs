//! A backend as plain data, for tools that list, compare or document it: functions, tables and
//! types, each with its place and its Rust.
//!
//! ```
//! use convex_codegen::{Config, inspect::Backend};
//!
//! let backend = Backend::read(&Config::new("../examples/quickstart"))?;
//! let charge = backend.function("payments:charge").expect("the example charges cards");
//! assert_eq!(charge.args.ty.to_string(), "{ amount: number; currency: string }");
//! # Ok::<(), convex_codegen::Error>(())
//! ```

mod backend;
mod build;
mod display;
mod rust;
mod ty;

pub use crate::ir::{Evidence, FunctionKind, Literal, Visibility};
pub use backend::Backend;
pub use rust::Rust;
pub use ty::{Field, Function, Place, Signature, Table, Throws, Type};
