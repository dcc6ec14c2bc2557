//! Generates the bindings of the quickstart's backend, and of those in `projects`.

use convex_codegen::{Config, Error};

fn main() -> Result<(), Error> {
    convex_codegen::generate("../../examples/quickstart/convex")?;
    for project in ["blog", "chat", "notes", "shop", "tracker"] {
        Config::new(format!("projects/{project}/convex"))
            .name(project)
            .generate()?;
    }
    Ok(())
}
