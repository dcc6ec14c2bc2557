//! Generates the bindings that the samples call, and makes tests of the README's samples.
use std::{env, fmt::Write as _, fs, path::Path};

use convex_codegen::Config;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    Config::new("backend/convex").serde("*").generate()?;
    println!("cargo::rerun-if-changed=../README.md");
    let tests = tests(&fs::read_to_string("../README.md")?);
    fs::write(Path::new(&env::var("OUT_DIR")?).join("readme.md"), tests)?;
    Ok(())
}

/// The Rust blocks of a page alone. Where a block does not bring the bindings in itself, it gets
/// them from this crate, in lines that the page does not have to show.
fn tests(page: &str) -> String {
    let mut tests = String::new();
    let mut inside = false;
    let mut block = String::new();
    for line in page.lines() {
        match (inside, line) {
            (false, "```rust") => inside = true,
            (true, "```") => {
                inside = false;
                let bindings = !block.contains("include_api!");
                let main = block.contains("fn main()");
                let before = if bindings {
                    "# #[allow(unused_imports)]\n# use book::{api, tables};\n"
                } else {
                    ""
                };
                let after = if main { "" } else { "# fn main() {}\n" };
                let _ = write!(
                    tests,
                    "```rust,no_run\n# #![allow(dead_code)]\n{before}{block}{after}```\n\n"
                );
                block.clear();
            }
            (true, line) => {
                block.push_str(line);
                block.push('\n');
            }
            (false, _) => {}
        }
    }
    tests
}
