//! Typed calls to Convex backends.
