//! Writes the typed `api` of `convex/` before this crate is compiled.

fn main() -> Result<(), convex_codegen::Error> {
    convex_codegen::generate("convex")
}
