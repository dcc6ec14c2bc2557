//! Generates the bindings of the quickstart's backend.

fn main() -> Result<(), convex_codegen::Error> {
    convex_codegen::generate("../../examples/quickstart/convex")
}
