//! The `convex-codegen` command.

fn main() {}
