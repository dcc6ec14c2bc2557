//! An [`Api`](super::Api) as JSON: what `npx convex function-spec` prints, and more.
//!
//! Validators and `schema` are exactly what Convex's own `exportArgs()`, `exportReturns()` and
//! `schema.export()` give. Beyond that, functions carry `argsFrom` and `returnsFrom` (`validator`,
//! `annotation`, `typescript` or null). A type that was not understood is written as `any` and
//! listed in `opaque` by its path, so that it reads back as opaque: `args.user` is a field,
//! `args.users[]` an array's element, `args.byName{}` a record's values, `args.byName{key}` its
//! keys, `returns|1` a union's second member.

mod cursor;
mod literal;
mod read;
mod read_schema;
mod read_type;
mod write;
mod write_schema;
mod write_type;

pub(crate) use read::read;
pub(crate) use write::write;
pub(crate) use write_type::opaque_paths;

#[cfg(test)]
mod tests;
