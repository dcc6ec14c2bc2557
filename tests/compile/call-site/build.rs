//! Generates the api of the quickstart's backend, internal functions included.

use convex_codegen::Config;

fn main() -> Result<(), convex_codegen::Error> {
    Config::new("../../../examples/quickstart/convex").generate()
}
