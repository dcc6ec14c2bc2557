//! `generate` on real folders: what it writes, what it leaves alone, and what it says when it
//! cannot.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use convex_codegen::{Config, Report};

/// A backend and an output folder of its own.
struct Project(tempfile::TempDir);

impl Project {
    fn new(files: &[(&str, &str)]) -> Self {
        let project =
            Self(tempfile::tempdir().expect("the system has a place for temporary files"));
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    fn out(&self) -> PathBuf {
        self.0.path().join("out")
    }

    fn config(&self, backend: &str) -> Config {
        Config::new(self.0.path().join(backend)).out_dir(self.out())
    }

    fn generate(&self, backend: &str) -> Result<(), convex_codegen::Error> {
        self.config(backend).generate()
    }

    fn run(&self, backend: &str) -> Result<Report, convex_codegen::Error> {
        self.config(backend).run()
    }

    /// The Rust files, with their texts and when they were written.
    fn rust(&self) -> BTreeMap<String, (String, SystemTime)> {
        let mut files = BTreeMap::new();
        collect(&self.out(), &self.out(), &mut files);
        files
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, (String, SystemTime)>) {
    for entry in fs::read_dir(folder).expect("the folder was generated") {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path
                .strip_prefix(root)
                .expect("below it")
                .to_string_lossy()
                .into_owned();
            let text = fs::read_to_string(&path).expect("it is text");
            let time = fs::metadata(&path)
                .and_then(|meta| meta.modified())
                .expect("it has a time");
            files.insert(name, (text, time));
        }
    }
}

const AI: &str = r#"
import { action } from "./_generated/server";
import { v } from "convex/values";
export const summarize = action({
  args: { text: v.string() },
  returns: v.string(),
  handler: async (_ctx, { text }) => text,
});
"#;

#[test]
fn a_syntax_error_shows_the_place_and_the_last_good_output_stays() {
    let project = Project::new(&[("convex/ai.ts", AI)]);
    project.generate("convex").expect("the backend is fine");
    let good = project.rust();
    assert!(good["api/ai.rs"].0.contains("pub const summarize"));

    project.write("convex/ai.ts", &AI.replace("v.string() },", "v.string( },"));
    project.write("convex/other.ts", "export const = 1;");
    let error = project
        .generate("convex")
        .expect_err("two files do not parse");
    let report = format!("{error:?}");
    assert!(report.contains("convex/ai.ts:5"), "{report}");
    assert!(
        report.contains("args: { text: v.string( },"),
        "the line itself is shown:\n{report}"
    );
    assert!(
        report.contains("convex/other.ts:1"),
        "all errors at once:\n{report}"
    );
    assert_eq!(project.rust(), good);
}

#[test]
fn a_handler_that_changes_rewrites_nothing() {
    let project = Project::new(&[
        ("convex/ai.ts", AI),
        ("convex/schema.ts", "export default 1;\n"),
    ]);
    project.generate("convex").expect("the backend is fine");
    let before = project.rust();
    let longer = AI.replace("=> text,", "=> {\n    return text.trim();\n  },");
    project.write("convex/ai.ts", &format!("// A comment.\n{longer}"));
    project.generate("convex").expect("the backend is fine");
    assert_eq!(project.rust(), before);

    project.write(
        "convex/ai.ts",
        &AI.replace("text: v.string()", "text: v.number()"),
    );
    project.generate("convex").expect("the backend is fine");
    assert!(project.rust()["api/ai.rs"].0.contains("pub text: f64"));
}

#[test]
fn a_module_that_goes_takes_its_file_with_it_and_nothing_else() {
    let project = Project::new(&[("convex/ai.ts", AI), ("convex/old.ts", AI)]);
    project.generate("convex").expect("the backend is fine");
    assert!(project.rust().contains_key("api/old.rs"));
    project.write("out/mine.rs", "// by hand");
    fs::remove_file(project.0.path().join("convex/old.ts")).expect("it was there");
    project.generate("convex").expect("the backend is fine");
    assert!(!project.rust().contains_key("api/old.rs"));
    assert!(project.rust().contains_key("mine.rs"));
}

#[test]
fn what_is_not_understood_is_a_value_and_not_an_error() {
    let source = AI.replace("v.string() },", "secret() },");
    let project = Project::new(&[("convex/ai.ts", &source)]);
    project.generate("convex").expect("the rest is fine");
    let rust = &project.rust()["api/ai.rs"].0;
    assert!(
        rust.contains("pub const summarize") && rust.contains("Value"),
        "{rust}"
    );
    let report = project.run("convex").expect("the rest is fine").rendered();
    assert!(report.contains("convex/ai.ts:5"), "{report}");
}

#[test]
fn a_function_specification_is_a_backend_too() {
    let project = Project::new(&[(
        "spec.json",
        r#"{"url": "https://x", "functions": [
        {"identifier": "ai.js:summarize", "functionType": "Action", "visibility": {"kind": "public"},
         "args": {"type": "object", "value": {"text": {"fieldType": {"type": "string"}, "optional": false}}},
         "returns": {"type": "string"}},
        {"functionType": "HttpAction", "method": "GET", "path": "/hook"}]}"#,
    )]);
    project.generate("spec.json").expect("it is one");
    let rust = &project.rust()["api/ai.rs"].0;
    assert!(rust.contains("Action<SummarizeArgs, String>"), "{rust}");

    project.write("spec.json", r#"{"functions": [{"identifier": 7}]}"#);
    let error = project.generate("spec.json").expect_err("it is none");
    assert!(error.to_string().contains("functions[0]"), "{error}");
}

#[test]
fn nothing_but_rust_lies_beside_code_that_is_checked_in() {
    let project = Project::new(&[("convex/ai.ts", &AI.replace("v.string() },", "secret() },"))]);
    let report = project.run("convex").expect("the backend is fine");
    assert!(!report.diagnostics().is_empty());
    let mut files = Vec::new();
    every_file(&project.out(), &mut files);
    assert!(
        !files.is_empty()
            && files
                .iter()
                .all(|file| Path::new(file).extension() == Some("rs".as_ref())),
        "{files:?}"
    );
}

fn every_file(folder: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the folder was generated") {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            every_file(&path, files);
        } else {
            files.push(path.to_string_lossy().into_owned());
        }
    }
}

#[test]
fn a_run_reports_what_it_changed() {
    let project = Project::new(&[("convex/ai.ts", AI)]);
    let changed = |report: &Report| {
        let paths = report.changed().iter();
        let names = paths.map(|path| {
            path.strip_prefix(project.out())
                .expect("below")
                .to_path_buf()
        });
        names.collect::<Vec<PathBuf>>()
    };
    let prepared = project
        .config("convex")
        .prepare()
        .expect("the backend is fine");
    assert!(!project.out().exists(), "preparing writes nothing");
    let planned = prepared.changes().expect("it can be compared").len();
    let first = project.run("convex").expect("the backend is fine");
    assert_eq!(changed(&first).len(), planned);
    assert_eq!(
        (first.functions(), first.typed(), first.opaque()),
        (1, 1, 0)
    );
    let second = project.run("convex").expect("the backend is fine");
    assert!(second.changed().is_empty(), "{:?}", second.changed());
    project.write(
        "convex/ai.ts",
        &AI.replace("text: v.string()", "text: v.number()"),
    );
    let third = project.run("convex").expect("the backend is fine");
    // The first has the fingerprints of all functions.
    assert_eq!(
        changed(&third),
        ["api/__bindings.rs", "api/ai.rs"].map(PathBuf::from)
    );
}

#[test]
fn nothing_found_is_said() {
    let project = Project::new(&[("src/a.ts", "export const x = 1;"), ("package.json", "{}")]);
    let report = project
        .run("src")
        .expect("a folder without functions is no error");
    let [note] = report.notes() else {
        panic!("one note, not {:?}", report.notes());
    };
    assert!(
        note.contains("has no Convex functions: looked in `")
            && note.contains("its one module registers none"),
        "{note}"
    );

    let project = Project::new(&[("convex/payments.ts", AI)]);
    for (pattern, close) in [
        ("paymnts:*", "payments:*"),
        ("payments:sumarize", "payments:summarize"),
        ("*:sumarize", "*:summarize"),
    ] {
        let error = project
            .config("convex")
            .only(pattern)
            .run()
            .expect_err("it matches nothing");
        let said =
            format!("`Config::only({pattern:?})` matches no function; did you mean `{close}`?");
        assert_eq!(error.to_string(), said);
    }
    let error = project
        .config("convex")
        .except("zzz")
        .run()
        .expect_err("it matches nothing");
    assert_eq!(
        error.to_string(),
        "`Config::except(\"zzz\")` matches no function"
    );
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let project = Project::new(&[]);
    let error = project.generate("convex").expect_err("there is nothing");
    assert!(error.to_string().contains("convex"), "{error}");
}
