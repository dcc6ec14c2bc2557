//! Generates the bindings of the quickstart's backend, of those in `projects`, and of components
//! that npm packages ship.

use std::{env, path::Path};

use convex_codegen::{Config, Error};

/// Packages of Convex's that have a component. What their functions return TypeScript says, where
/// no validator does.
const COMPONENTS: [&str; 6] = [
    "action-cache",
    "action-retrier",
    "aggregate",
    "persistent-text-streaming",
    "presence",
    "sharded-counter",
];

fn main() -> Result<(), Error> {
    convex_codegen::generate("../../../examples/quickstart/convex")?;
    for project in ["blog", "chat", "notes", "shop", "tracker"] {
        Config::new(format!("projects/{project}/convex"))
            .name(project)
            .generate()?;
    }
    println!("cargo::rerun-if-changed=npm/package-lock.json");
    let packages = corpus::npm::installed(Path::new("npm"));
    println!("cargo::rustc-env=E2E_PACKAGES={}", packages.display());
    let out = env::var("OUT_DIR").expect("Cargo says where output goes");
    for component in COMPONENTS {
        let name = component.replace('-', "_");
        let folder = format!("node_modules/@convex-dev/{component}/src/component");
        Config::new(packages.join(folder))
            .types_file(format!("{out}/{name}-types.d.ts"))
            .run_tsc(true)
            .name(name)
            .generate()?;
    }
    Ok(())
}
