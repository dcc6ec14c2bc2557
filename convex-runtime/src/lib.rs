//! Typed calls to Convex backends.
//!
//! `convex-codegen` writes one constant per function and one type per validator at build time; this crate is what they need at run
//! time. Layers, each built on the ones before it:
//!
//! 1. [`convert`]: values to encoded JSON and back ([`ToConvex`], [`FromConvex`], [`Value`]).
//! 2. Names: function handles ([`Query`], [`Mutation`], [`Action`]), [`Id`], [`Table`].
//! 3. [`Error`]: why a call did not give a result.

#[macro_use]
pub mod convert;
mod error;
mod function;
mod id;
mod system;

pub use convert::{
    Bytes, DecodeError, EncodeError, Encoder, FromConvex, Literal, Mismatch, Node, RecordKey, Tape,
    TapeError, ToConvex, UnknownLiteral, Value, decode, encode,
};

pub use convex_macros::{FromConvex, Literals, ToConvex};
pub use error::{ApplicationError, Error, ErrorKind, Sent};
pub use function::{Action, FunctionKind, Internal, Mutation, Public, Query};
pub use id::{Id, Table};
pub use system::{ScheduledFunction, StorageFile};

/// The testing deployment's side of derived code. Derives write it when any crate in the build asks for `testing`; it vanishes
/// unless this very crate has the feature.
#[cfg(feature = "testing")]
#[doc(hidden)]
#[macro_export]
macro_rules! __testing {
    ($($item:tt)*) => { $($item)* };
}

/// The testing deployment's side of derived code: nothing without the feature.
#[cfg(not(feature = "testing"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __testing {
    ($($item:tt)*) => {};
}
