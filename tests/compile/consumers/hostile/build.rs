//! Generates the hostile backend, the quickstart's as a second one, and the hostile one again in
//! other styles.

use convex_codegen::{Config, Error, MapType};

fn main() -> Result<(), Error> {
    Config::new("../hostile/convex").generate()?;
    Config::new("../../../../examples/quickstart/convex")
        .name("quickstart")
        .generate()?;
    Config::new("../hostile/convex")
        .name("bare")
        .no_implicit_prelude()
        .generate()?;
    Config::new("../hostile/convex")
        .name("styled")
        .map(MapType::IndexMap)
        .serde("*")
        .pub_crate()
        .one_file()
        .generate()
}
