//! Generates the hostile backend, and the quickstart's as a second one.

use convex_codegen::{Config, Error};

fn main() -> Result<(), Error> {
    Config::new("../hostile/convex").generate()?;
    Config::new("../../../examples/quickstart/convex")
        .name("quickstart")
        .generate()
}
