//! The generator and Convex's own library agree on real code.

#![expect(clippy::print_stdout, reason = "the figures are worth reading")]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use corpus::{
    compare::{Report, compare},
    npm, oracle, root,
};

fn folders(parent: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(parent).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("its entries can be read").path());
    let mut folders: Vec<PathBuf> = paths.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// Compares what the generator reads in each folder with what the oracle says of the folder beside
/// it.
fn agreement(projects: impl IntoIterator<Item = (String, PathBuf, PathBuf)>) -> Report {
    let mut report = Report::default();
    for (name, ours, theirs) in projects {
        let spec = convex_codegen::spec(&ours).expect("the folder can be read");
        let ours = corpus::parse(spec.json().as_bytes());
        report.add(&name, &compare(&ours, &oracle::answer(&theirs)));
    }
    println!("{report}");
    report
}

fn name(path: &Path) -> String {
    let name = path.file_name().expect("a folder has a name");
    name.to_string_lossy().into_owned()
}

/// The corpus package with its `node_modules`.
fn corpus() -> PathBuf {
    npm::installed(&root().join("tests/agreement/corpus"))
}

#[test]
fn components_from_npm() {
    let packages = folders(&corpus().join("node_modules/@convex-dev"));
    let components = packages.into_iter().filter_map(|package| {
        let convex = package.join("src/component");
        convex
            .is_dir()
            .then(|| (name(&package), convex.clone(), convex))
    });
    let report = agreement(components);
    assert!(report.total() > 450, "the corpus has shrunk");
    assert!(report.wrong.is_empty());
    assert!(report.exact * 100 >= report.total() * 99);
}

/// Applications in the patterns of the community: where they stand in the repository, without any
/// package installed, and a copy beside the corpus's `node_modules`.
fn projects() -> Vec<(String, PathBuf, PathBuf)> {
    static PROJECTS: OnceLock<Vec<(String, PathBuf, PathBuf)>> = OnceLock::new();
    PROJECTS.get_or_init(copy_projects).clone()
}

fn copy_projects() -> Vec<(String, PathBuf, PathBuf)> {
    let corpus = corpus();
    let projects = folders(&root().join("tests/agreement/corpus/projects"));
    let projects = projects.iter().map(|project| {
        let copy = corpus.join("projects").join(name(project));
        copy_folder(project, &copy);
        (name(project), project.join("convex"), copy.join("convex"))
    });
    projects.collect()
}

/// Convex must accept every application; otherwise the comparison would skip it.
#[test]
fn applications_are_all_that_convex_takes() {
    for (name, _, copy) in projects() {
        let errors = &oracle::answer(&copy)["errors"];
        assert_eq!(errors.as_array().map(Vec::len), Some(0), "{name}: {errors}");
    }
}

#[test]
fn applications_without_their_packages() {
    let report = agreement(projects());
    assert!(report.wrong.is_empty());
    assert!(report.exact * 100 >= report.total() * 99);
}

#[test]
fn applications_with_their_packages() {
    let installed = projects()
        .into_iter()
        .map(|(name, _, copy)| (name, copy.clone(), copy));
    let report = agreement(installed);
    assert!(report.wrong.is_empty());
    assert!(report.exact * 100 >= report.total() * 99);
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder below target/ can be made");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let from = entry.expect("its entries can be read").path();
        let to = to.join(name(&from));
        if from.is_dir() {
            copy_folder(&from, &to);
        } else if fs::read(&from).ok() != fs::read(&to).ok() {
            fs::copy(&from, &to).expect("the file can be copied");
        }
    }
}

#[test]
fn probes() {
    let probes = folders(&root().join("tests/agreement/probes"));
    let probes = probes
        .iter()
        .map(|probe| (name(probe), probe.join("convex"), probe.join("convex")));
    let report = agreement(probes);
    assert!(report.wrong.is_empty());
}

#[test]
fn the_quickstart() {
    let convex = root().join("examples/quickstart/convex");
    let report = agreement([("quickstart".to_owned(), convex.clone(), convex)]);
    assert_eq!(report.exact, report.total());
}

/// A specification is a backend too: what is read from it is what was written.
#[test]
fn a_specification_reads_back() {
    let spec =
        convex_codegen::spec(root().join("examples/quickstart")).expect("the folder can be read");
    let file = corpus().join("quickstart.json");
    fs::write(&file, spec.json()).expect("a file below target/ can be written");
    let again = convex_codegen::spec(&file).expect("the specification can be read");
    let (first, again) = (spec.json(), again.json());
    let [first, again] = [first, again].map(|json| corpus::parse(json.as_bytes()));
    assert_eq!(first["functions"], again["functions"]);
    assert_eq!(first["schema"], again["schema"]);
}
