//! Writes the typed `api` of `convex/` before this crate is compiled, with serde for what routes
//! take and give.

fn main() -> Result<(), convex_codegen::Error> {
    convex_codegen::Config::new("convex").serde("*").generate()
}
