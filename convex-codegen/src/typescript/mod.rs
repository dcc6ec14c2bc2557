//! Types that validators do not declare: from the project's own TypeScript compiler, stored in
//! `convex-types.d.ts`.
//!
//! ```text
//! ir::Api            functions, by module
//!   │ backend, probe   texts that make `tsc` print the type of each function
//!   │ mirror, rounds   a temporary image of the project; the compiler as a process (the only IO)
//!   │ emitted          declaration files → Shape, by structure
//!   │ thrown           what functions throw, from the compiler's messages
//!   ▼
//! CheckedTypes       signature by function, errors by place, fingerprint by module
//!   │ file             `convex-types.d.ts`, written and read
//!   ▼
//! merge              ir::Api, its unknown sides filled in
//! ```

mod ambient;
mod annotate;
mod annotation;
mod ask;
mod backend;
mod checked;
mod compiler;
mod emitted;
mod file;
mod find;
mod fingerprint;
mod from_ir;
mod known;
mod merge;
mod mirror;
mod native;
mod print;
mod probe;
mod progress;
mod reason;
mod report;
mod rounds;
mod run;
mod shape;
mod size;
mod sources;
mod stage;
mod structure;
mod temporary;
mod thrown;
mod to_ir;
mod version;

pub(crate) use ask::{Question, ask};
pub(crate) use find::{FILE_NAME, TypesFile};
pub use progress::TypesProgress;
pub use report::TypesReport;
pub(crate) use run::Limits;
#[cfg(test)]
pub(crate) use stage::name_candidates;
pub(crate) use stage::{complete, stale};
