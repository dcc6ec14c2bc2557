//! Prints what generating and compiling a backend of 1,000 functions costs, as the table in
//! `RESULTS.md`.
//!
//! `cargo run --release -p speed` compares the generated types with the same types under plain
//! derives and under serde's; `-- --build` compares the clean build of the generator with that of
//! its parser alone, both as build dependencies; `-- --generators` compares generating with other
//! ways to read a backend, and writes a page of the book.

mod backend;
mod crates;
mod generators;
mod measure;
mod page;
mod watch;

use std::{env, error::Error, fs, path::Path, time::Instant};

use crates::Derives;
use measure::{Cost, measure};

#[expect(clippy::print_stdout, reason = "the table is the result")]
fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == "--one") {
        print!("{}", measure::one(&arguments[1..])?);
        return Ok(());
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../target/speed");
    if arguments
        .first()
        .is_some_and(|first| first == "--generators")
    {
        return generators::compare(&folder.with_file_name("generators"));
    }
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    if arguments.first().is_some_and(|first| first == "--build") {
        let (generator, parser) = clean_builds(&folder)?;
        println!(
            "Clean build of the generator: {generator:.1} s of CPU, {:.2} of its parser alone ({parser:.1} s).",
            generator / parser
        );
        return Ok(());
    }
    backend::write(&folder.join("convex"), 100)?;
    let generated = folder.join("generated");
    let generate = || {
        if generated.exists() {
            fs::remove_dir_all(&generated)?;
        }
        convex_codegen::Config::new(folder.join("convex"))
            .out_dir(&generated)
            .generate()?;
        Ok(())
    };
    let understand = || {
        convex_codegen::spec(folder.join("convex"))?;
        Ok(())
    };
    let (all, understood) = (milliseconds(generate)?, milliseconds(understand)?);
    println!(
        "\nGenerating all of it: {all} ms, {understood} ms of it until the backend is understood.\n"
    );

    println!(
        "| 1,000 functions | CPU, s | against plain | against serde | memory, MB | against serde |"
    );
    println!("|---|---|---|---|---|---|");
    for command in ["check", "build"] {
        let cost = |derives| -> Result<Cost, Box<dyn Error>> {
            let krate = crates::write(&generated, &folder, derives)?;
            compile(command, &krate, &folder.join("target"))
        };
        let (plain, serde, convex) = (
            cost(Derives::Plain)?,
            cost(Derives::Serde)?,
            cost(Derives::Convex)?,
        );
        for (name, cost) in [("plain", plain), ("serde", serde), ("generated", convex)] {
            println!(
                "| `cargo {command}`, {name} | {:.1} | {:.2} | {:.2} | {:.0} | {:.2} |",
                cost.cpu,
                cost.cpu / plain.cpu,
                cost.cpu / serde.cpu,
                cost.memory,
                cost.memory / serde.memory,
            );
        }
    }
    Ok(())
}

/// Returns the time that `run` takes, the fastest of three.
fn milliseconds(run: impl Fn() -> Result<(), Box<dyn Error>>) -> Result<u128, Box<dyn Error>> {
    let mut fastest = u128::MAX;
    for _ in 0..3 {
        let start = Instant::now();
        run()?;
        fastest = fastest.min(start.elapsed().as_millis());
    }
    Ok(fastest)
}

/// The cost of compiling the crate in `folder` once its dependencies are compiled.
fn compile(command: &str, folder: &Path, target: &Path) -> Result<Cost, Box<dyn Error>> {
    let root = folder.join("src/lib.rs");
    let text = fs::read_to_string(&root)?;
    let manifest = folder.join("Cargo.toml").display().to_string();
    let target = target.display().to_string();
    let arguments = [
        "cargo",
        command,
        "--quiet",
        "--manifest-path",
        &manifest,
        "--target-dir",
        &target,
    ];
    fs::write(&root, "")?;
    measure(&arguments)?;
    fs::write(&root, text)?;
    Ok(measure(&arguments)?)
}

/// Seconds of CPU of the generator's clean build and of its parser's.
fn clean_builds(folder: &Path) -> Result<(f64, f64), Box<dyn Error>> {
    let codegen = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../convex-codegen");
    let parser = "swc_common = { version = \"27\", default-features = false }\nswc_ecma_ast = { version = \"30\", default-features = false }\nswc_ecma_parser = { version = \"47\", default-features = false, features = [\"typescript\"] }";
    let build = |name: &str, dependencies: &str| -> Result<f64, Box<dyn Error>> {
        let krate = folder.join(name);
        fs::create_dir_all(krate.join("src"))?;
        fs::write(krate.join("src/lib.rs"), "")?;
        fs::write(krate.join("build.rs"), "fn main() {}")?;
        let manifest = format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n[build-dependencies]\n{dependencies}\n[workspace]\n"
        );
        fs::write(krate.join("Cargo.toml"), manifest)?;
        let manifest = krate.join("Cargo.toml").display().to_string();
        let target = krate.join("target").display().to_string();
        Ok(measure(&[
            "cargo",
            "build",
            "--quiet",
            "--manifest-path",
            &manifest,
            "--target-dir",
            &target,
        ])?
        .cpu)
    };
    let generator = build(
        "generator",
        &format!("convex-codegen = {{ path = '{}' }}", codegen.display()),
    )?;
    Ok((generator, build("parser", parser)?))
}
