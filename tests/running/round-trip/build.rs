//! Generates types for the kinds of validators and for random ones, and a function that finds them
//! by name.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

use convex_codegen::Config;

#[path = "src/random.rs"]
mod random;

const VALIDATORS: usize = 150;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src/random.rs");
    let out = env::var("OUT_DIR")?;
    let folder = Path::new(&out).join("backend");
    fs::create_dir_all(&folder)?;
    fs::copy("convex/kinds.ts", folder.join("kinds.ts"))?;
    println!("cargo::rerun-if-changed=convex/kinds.ts");
    fs::write(folder.join("random.ts"), random::module(VALIDATORS))?;
    Config::new(&folder).generate()?;
    let spec: serde_json::Value = serde_json::from_str(convex_codegen::spec(&folder)?.json())?;
    let functions = spec["functions"].as_array().into_iter().flatten();
    let mut text = "/// A value through the type that `function` takes and returns.\n#[expect(clippy::too_many_lines, reason = \"a line per function\")]\npub fn round_trip(function: &str, json: &str) -> Option<Result<String, String>> {\n    Some(match function {\n".to_owned();
    for function in functions {
        let identifier = function["identifier"].as_str().unwrap_or_default();
        let (module, name) = identifier.split_once(".js:").unwrap_or_default();
        writeln!(
            text,
            "        \"{module}:{name}\" => through(&api::{module}::{name}, json),"
        )?;
    }
    text += "        _ => return None,\n    })\n}\n";
    fs::write(Path::new(&out).join("by_name.rs"), text)?;
    Ok(())
}
