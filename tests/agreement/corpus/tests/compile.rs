//! The generated code of everything compiles: under every lint, in both editions, and as
//! documentation.

#![expect(clippy::print_stdout, reason = "the figures are worth reading")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use convex_codegen::{Config, Types};
use corpus::{crates::Backends, npm, root};

fn folders(parent: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(parent).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("its entries can be read").path());
    let mut folders: Vec<PathBuf> = paths.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn name(path: &Path) -> String {
    let name = path.file_name().expect("a folder has a name");
    name.to_string_lossy().into_owned()
}

/// Adds the backends of the repository. The generator may reject a probe; it has no code then.
fn add_own(backends: &mut Backends) {
    let mut refused = 0;
    for probe in folders(&root().join("tests/agreement/probes")) {
        let config = Config::new(probe.join("convex"));
        refused += usize::from(
            backends
                .add(&format!("probe_{}", name(&probe)), config)
                .is_err(),
        );
    }
    println!("{refused} probes are no backends");
    assert!(refused < 10, "{refused} probes are no backends");
    for project in folders(&root().join("tests/agreement/corpus/projects")) {
        let config = Config::new(project.join("convex"));
        let added = backends.add(&format!("project_{}", name(&project)), config);
        added.expect("applications have no errors");
    }
}

/// Components that npm packages ship.
fn add_packages(backends: &mut Backends, corpus: &Path) {
    for package in folders(&corpus.join("node_modules/@convex-dev")) {
        let component = package.join("src/component");
        if component.is_dir() {
            let added = backends.add(
                &format!("package_{}", name(&package)),
                Config::new(component),
            );
            added.expect("components have no errors");
        }
    }
}

/// Backends with the types that TypeScript infers.
fn add_typed(backends: &mut Backends, corpus: &Path) {
    let compilers = npm::installed(&root().join("tests/agreement/types"));
    let tsc = compilers.join("node_modules/typescript-native/bin/tsc");
    let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile");
    fs::create_dir_all(&workspace).expect("a folder below target/ can be made");
    fs::write(workspace.join("package.json"), "{}").expect("a file can be written");
    link(
        &corpus.join("node_modules"),
        &workspace.join("node_modules"),
    );
    let own = ["inferred", "helpers", "zod", "components"]
        .map(|project| root().join("tests/agreement/corpus/projects").join(project));
    let packages = ["workpool", "polar"].map(|package| {
        corpus
            .join("node_modules/@convex-dev")
            .join(package)
            .join("src")
    });
    for from in own.into_iter().chain(packages) {
        let name = name(
            from.parent()
                .filter(|_| from.ends_with("src"))
                .unwrap_or(&from),
        );
        let to = workspace.join(&name);
        copy(&from, &to);
        let component = to.join("component");
        let functions = if component.is_dir() {
            component
        } else {
            to.join("convex")
        };
        let file = to.join("convex-types.d.ts");
        let types = Types::new(&functions).file(&file).tsc(&tsc);
        if !file.exists() || !types.stale().expect("it can be read").is_empty() {
            types.update(&mut |_| {}).expect("TypeScript can be asked");
        }
        let config = Config::new(functions);
        let config = match &*name {
            // Is there for TypeScript, and would be half of all that is compiled here.
            "inferred" => config.except("tasks:long"),
            _ => config,
        };
        let added = backends.add(&format!("typed_{name}"), config);
        added.expect("it has no errors");
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder below target/ can be made");
    for entry in fs::read_dir(from).expect("the project is there") {
        let path = entry.expect("its entries can be read").path();
        let target = to.join(name(&path));
        if path.is_dir() {
            copy(&path, &target);
        } else if fs::read(&path).ok() != fs::read(&target).ok() {
            fs::copy(&path, &target).expect("a file can be copied");
        }
    }
}

#[cfg(unix)]
fn link(original: &Path, link: &Path) {
    let _ = fs::remove_file(link);
    std::os::unix::fs::symlink(original, link).expect("a link below target/ can be made");
}

#[cfg(windows)]
fn link(original: &Path, link: &Path) {
    let _ = fs::remove_dir(link);
    std::os::windows::fs::symlink_dir(original, link).expect("a link below target/ can be made");
}

#[test]
fn generated_code_of_the_whole_corpus_compiles() {
    let corpus = npm::installed(&root().join("tests/agreement/corpus"));
    let mut backends = Backends::new("compiled");
    add_own(&mut backends);
    add_packages(&mut backends, &corpus);
    add_typed(&mut backends, &corpus);
    println!("{} backends", backends.len());
    assert!(backends.len() > 90, "the corpus has shrunk");
    backends.compile();
}

/// Backends elsewhere: `CONVEX_BACKENDS=list cargo test -p corpus --test compile -- --ignored`,
/// where `list` has a functions folder per line.
#[test]
#[ignore = "needs backends"]
fn generated_code_of_other_backends_compiles() {
    let list = std::env::var("CONVEX_BACKENDS").expect("CONVEX_BACKENDS names a file");
    let list = fs::read_to_string(list).expect("the list can be read");
    let mut backends = Backends::new("elsewhere");
    for folder in list.lines().filter(|line| !line.is_empty()) {
        let name = format!("b{}_{}", backends.len(), name(Path::new(folder)));
        if let Err(error) = backends.add(&name, Config::new(folder)) {
            println!("{folder}: {error}");
        }
    }
    println!("{} backends", backends.len());
    backends.compile();
}
