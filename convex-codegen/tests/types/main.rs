//! `convex-types.d.ts`: how it is written, when it is out of date, and what is used of it. The
//! compiler that is asked here stands in for TypeScript, which `tests/agreement/types` of the
//! repository asks.
#![cfg(unix)]

mod compiler;
mod native;
mod stale;
mod used;
