//! Generating end to end: ours, `convex-typegen`, and TypeScript's check of the same folder.
//!
//! `cargo run --release -p speed -- --generators` writes the page `docs/src/benchmarks.md`.

use std::{
    error::Error,
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    backend,
    measure::{Cost, measure, measure_in},
    page, watch,
};

/// Each subject runs this often, in turns with the others.
const ROUNDS: usize = 3;

/// The number of modules of the backend that is watched.
const WATCHED: usize = 100;

/// The npm packages that TypeScript's check needs.
const PACKAGES: &str =
    r#"{ "private": true, "dependencies": { "convex": "1.49.0", "typescript": "5.9.3" } }"#;

const OURS: &str = r#"fn main() -> Result<(), convex_codegen::Error> {
    println!("cargo::rerun-if-env-changed=BACKEND");
    match std::env::var_os("BACKEND") {
        Some(backend) => convex_codegen::generate(backend),
        None => Ok(()),
    }
}
"#;

const THEIRS: &str = r#"use convex_typegen::prelude::*;

fn main() {
    println!("cargo::rerun-if-env-changed=BACKEND");
    let Some(backend) = std::env::var_os("BACKEND") else { return };
    let backend = std::path::PathBuf::from(backend);
    let out = std::path::PathBuf::from(std::env::var_os("OUT_DIR").unwrap());
    let config = Configuration {
        schema_path: backend.join("schema.ts"),
        convex_dir: backend,
        out_file: out.join("convex_types.rs"),
        ..Configuration::default()
    };
    for path in rcfp(&config).expect("resolve convex function sources") {
        println!("cargo:rerun-if-changed={}", path.display());
    }
    generate(config).expect("convex-typegen");
}
"#;

/// A way to read a backend.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Our build script, for the first time.
    Ours,
    /// Our build script, after one module changed.
    OursAgain,
    /// The build script of `convex-typegen`.
    Theirs,
    /// Our command, optimised.
    Command,
    /// `tsc --noEmit`, the part of `npx convex codegen` that needs no deployment.
    TypeScript,
}

impl Subject {
    /// All of them, in the order in which they run.
    pub const ALL: [Self; 5] = [
        Self::Ours,
        Self::OursAgain,
        Self::Theirs,
        Self::Command,
        Self::TypeScript,
    ];
}

/// The costs of every subject on one backend, round by round.
pub struct Results {
    /// The number of modules.
    pub modules: usize,
    /// The costs of the subjects, in their order, one for each round.
    pub rounds: Vec<[Cost; 5]>,
}

/// Measures everything below `folder`, prints it and writes the page.
pub fn compare(folder: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let programs = Programs::build(folder)?;
    let mut results = Vec::new();
    for modules in [100, 500] {
        let project = project(folder, modules)?;
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            let mut round = [Cost::default(); 5];
            for (cost, subject) in round.iter_mut().zip(Subject::ALL) {
                *cost = programs.run(subject, &project)?;
            }
            rounds.push(round);
        }
        check_outputs(&project, modules)?;
        results.push(Results { modules, rounds });
    }
    let watched = watch::measure(&programs.command, (&project(folder, WATCHED)?, WATCHED))?;
    let page = page::write(&results, &watched)?;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/src/benchmarks.md");
    fs::write(path, page)?;
    Ok(())
}

/// The programs that are compared.
struct Programs {
    folder: PathBuf,
    ours: PathBuf,
    theirs: PathBuf,
    command: PathBuf,
}

impl Programs {
    /// Builds them; what an earlier run has built is used.
    fn build(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
        let codegen = format!(
            "convex-codegen = {{ path = '{}' }}",
            root.join("convex-codegen").display()
        );
        let typegen = "convex-typegen = { version = \"=0.4.0\", default-features = false }";
        let ours = build_script(folder, "ours", &codegen, OURS)?;
        let theirs = build_script(folder, "theirs", typegen, THEIRS)?;
        let manifest = root.join("Cargo.toml").display().to_string();
        let package = "convex-codegen-cli";
        measure(&[
            "cargo",
            "build",
            "--release",
            "--quiet",
            "--manifest-path",
            &manifest,
            "--package",
            package,
        ])?;
        if !folder.join("node_modules/typescript").exists() {
            fs::write(folder.join("package.json"), PACKAGES)?;
            measure_in(
                folder,
                &[],
                &[
                    "npm",
                    "install",
                    "--no-audit",
                    "--no-fund",
                    "--ignore-scripts",
                ],
            )?;
        }
        let built = root.join("target/release/convex-codegen");
        Ok(Self {
            folder: folder.to_owned(),
            ours,
            theirs,
            command: fs::canonicalize(built)?,
        })
    }

    fn run(&self, subject: Subject, project: &Path) -> io::Result<Cost> {
        let functions = project.join("convex");
        let out = |name: &str| project.join(name);
        let script = |program: &Path, out: &Path| {
            fs::create_dir_all(out)?;
            let variables = [
                ("BACKEND", functions.as_os_str()),
                ("OUT_DIR", out.as_os_str()),
                ("TARGET", OsStr::new("any")),
            ];
            measure_in(project, &variables, &[&program.display().to_string()])
        };
        match subject {
            Subject::Ours => {
                clear(&out("ours"))?;
                script(&self.ours, &out("ours"))
            }
            Subject::OursAgain => {
                let (module, text) = (backend::path(&functions, 7), backend::changed(7));
                let before = fs::read_to_string(&module)?;
                fs::write(&module, text)?;
                let cost = script(&self.ours, &out("ours"));
                fs::write(&module, before)?;
                cost
            }
            Subject::Theirs => {
                clear(&out("theirs"))?;
                script(&self.theirs, &out("theirs"))
            }
            Subject::Command => {
                clear(&out("command"))?;
                let program = self.command.display().to_string();
                let arguments = ["generate", "convex", "--out", "command", "--quiet"];
                let whole: Vec<&str> = [program.as_str()].into_iter().chain(arguments).collect();
                measure_in(project, &[], &whole)
            }
            Subject::TypeScript => {
                let compiler = self.folder.join("node_modules/typescript/bin/tsc");
                let compiler = compiler.display().to_string();
                let arguments = ["node", &compiler, "--noEmit", "--project", "convex"];
                measure_in(project, &[], &arguments)
            }
        }
    }
}

/// Builds a crate whose build script is `script`, unoptimised as build scripts are, and returns
/// the script's program.
fn build_script(
    folder: &Path,
    name: &str,
    dependency: &str,
    script: &str,
) -> Result<PathBuf, Box<dyn Error>> {
    let krate = folder.join(name);
    fs::create_dir_all(krate.join("src"))?;
    fs::write(krate.join("src/lib.rs"), "")?;
    fs::write(krate.join("build.rs"), script)?;
    let manifest = format!(
        "[package]\nname = \"{name}\"\nedition = \"2024\"\n[build-dependencies]\n{dependency}\n[workspace]\n"
    );
    fs::write(krate.join("Cargo.toml"), manifest)?;
    let target = folder.join("target");
    let (manifest, target_dir) = (krate.join("Cargo.toml"), target.display().to_string());
    let manifest = manifest.display().to_string();
    measure(&[
        "cargo",
        "build",
        "--quiet",
        "--manifest-path",
        &manifest,
        "--target-dir",
        &target_dir,
    ])?;
    let mut newest = None;
    for entry in fs::read_dir(target.join("debug/build"))? {
        let entry = entry?;
        let program = entry.path().join("build-script-build");
        let is_its = entry
            .file_name()
            .to_string_lossy()
            .strip_prefix(name)
            .is_some_and(|rest| rest.starts_with('-'));
        if is_its && program.exists() {
            newest = newest.max(Some((fs::metadata(&program)?.modified()?, program)));
        }
    }
    let (_, program) = newest.ok_or("cargo has built no build script")?;
    Ok(program)
}

/// A project with a backend of `modules` modules.
fn project(folder: &Path, modules: usize) -> io::Result<PathBuf> {
    let project = folder.join(format!("modules-{modules}"));
    clear(&project)?;
    let functions = project.join("convex");
    backend::write(&functions, modules)?;
    backend::without_union(&functions, modules)?;
    backend::write_generated(&functions)?;
    Ok(project)
}

fn clear(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Fails unless every generator wrote something for every function.
fn check_outputs(project: &Path, modules: usize) -> Result<(), Box<dyn Error>> {
    let theirs = fs::read_to_string(project.join("theirs/convex_types.rs"))?;
    for number in [0, modules - 1] {
        for function in 0..backend::FUNCTIONS {
            let path = format!("\"module{number}:function{function}\"");
            let missing = |who: &str| format!("{who} has left out {path}");
            for ours in ["ours/convex", "command"] {
                let file = project.join(ours).join(format!("api/module{number}.rs"));
                if !fs::read_to_string(file)?.contains(&path) {
                    return Err(missing(ours).into());
                }
            }
            if !theirs.contains(&path) {
                return Err(missing("convex-typegen").into());
            }
        }
    }
    Ok(())
}
