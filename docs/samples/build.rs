//! Generates the bindings that the samples call.

use convex_codegen::Config;

fn main() -> Result<(), convex_codegen::Error> {
    Config::new("backend/convex").serde("*").generate()
}
