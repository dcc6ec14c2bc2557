//! Generated bindings beside the deployment that they call: whether its functions are still those
//! that the bindings were generated from.
//!
//! The module `api` has a constant, `api::BINDINGS`, with what each function was. At roll-out a
//! program compares it with the deployment, by [`AdminClient::check`](crate::AdminClient::check) or
//! [`Client::check_by`](crate::Client::check_by):
//!
//! ```no_run
//! use convex_runtime::{AdminClient, Bindings, bindings::Impact};
//! # mod api { pub const BINDINGS: convex_runtime::Bindings = convex_runtime::Bindings::new(&[]); }
//!
//! async fn check(admin: &AdminClient) -> Result<(), Box<dyn std::error::Error>> {
//!     let report = admin.check(&api::BINDINGS).await?;
//!     if report.impact() == Some(Impact::Breaking) {
//!         return Err(format!("the deployment does not fit this program:\n{report}").into());
//!     }
//!     Ok(())
//! }
//! ```

mod fingerprint;
mod report;

use crate::FunctionKind;

pub(crate) use report::Scope;
pub use report::{BindingsReport, Change, Changed, Impact};

/// The functions that bindings were generated from. Generated code has it as `api::BINDINGS`.
///
/// ```
/// use convex_runtime::{Binding, Bindings};
///
/// const BINDINGS: Bindings = Bindings::new(&[Binding::query("tasks:count", 0, 0)]);
/// assert_eq!(BINDINGS.functions()[0].path(), "tasks:count");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bindings {
    functions: &'static [Binding],
}

impl Bindings {
    /// Creates bindings of these functions.
    pub const fn new(functions: &'static [Binding]) -> Self {
        Self { functions }
    }

    /// The functions, sorted by path.
    pub const fn functions(&self) -> &'static [Binding] {
        self.functions
    }
}

/// A function that bindings were generated from: its kind, path, visibility, and a fingerprint of
/// each validator, 0 where the generator does not understand it.
///
/// ```
/// use convex_runtime::{Binding, FunctionKind};
///
/// const PURGE: Binding = Binding::mutation("messages:purge", 0, 0).internal();
/// assert_eq!(PURGE.kind(), FunctionKind::Mutation);
/// assert!(!PURGE.is_public());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    path: &'static str,
    kind: FunctionKind,
    is_public: bool,
    args: u64,
    returns: u64,
}

impl Binding {
    /// A public query, by its path and the fingerprints of its arguments and its result.
    pub const fn query(path: &'static str, args: u64, returns: u64) -> Self {
        Self::new(FunctionKind::Query, path, [args, returns])
    }

    /// A public mutation, by its path and the fingerprints of its arguments and its result.
    pub const fn mutation(path: &'static str, args: u64, returns: u64) -> Self {
        Self::new(FunctionKind::Mutation, path, [args, returns])
    }

    /// A public action, by its path and the fingerprints of its arguments and its result.
    pub const fn action(path: &'static str, args: u64, returns: u64) -> Self {
        Self::new(FunctionKind::Action, path, [args, returns])
    }

    const fn new(kind: FunctionKind, path: &'static str, [args, returns]: [u64; 2]) -> Self {
        Self {
            path,
            kind,
            is_public: true,
            args,
            returns,
        }
    }

    /// Returns the same function as an internal one.
    #[must_use]
    pub const fn internal(self) -> Self {
        Self {
            is_public: false,
            ..self
        }
    }

    /// Its path, such as `messages:list`.
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// Its kind.
    pub const fn kind(&self) -> FunctionKind {
        self.kind
    }

    /// Returns whether clients may call it without a deploy key.
    pub const fn is_public(&self) -> bool {
        self.is_public
    }
}
