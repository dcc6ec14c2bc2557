//! The bindings of the quickstart's backend, as its users have them.

convex_runtime::include_api!();
