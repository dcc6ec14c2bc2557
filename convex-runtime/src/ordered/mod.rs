//! `Map` and `Set`, in the order of their keys.
//!
//! On a machine they are the standard library's trees. In a browser each kind of tree weighs 2 kB
//! after gzip, and the live client has a dozen; so there they are sorted lists, which keep pace up
//! to tens of thousands of entries: keys are numbers that grow, so most are added at the end.

#[cfg(any(target_arch = "wasm32", test))]
#[allow(dead_code, reason = "the features and the target say what is used")]
mod list;

#[cfg(target_arch = "wasm32")]
pub(crate) use list::{Map, Set};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use std::collections::{BTreeMap as Map, BTreeSet as Set};
