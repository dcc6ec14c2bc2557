//! The api that the cases call.
#![deny(warnings, missing_docs, unreachable_pub)]

convex_runtime::include_api!();
