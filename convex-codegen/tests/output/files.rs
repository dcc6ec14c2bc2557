//! Writing and removing files.

use std::{collections::BTreeMap, fs, time::SystemTime};

use crate::project::{IMPORTS, Project};

fn module(body: &str, args: &str) -> String {
    format!(
        "{IMPORTS}export const run = query({{ args: {{ {args} }}, handler: async () => {{ {body} }} }});\n"
    )
}

fn times(project: &Project) -> BTreeMap<String, SystemTime> {
    let files = project.generate();
    let time = |path: &String| {
        let metadata = fs::metadata(project.out().join(path)).expect("it was generated");
        metadata.modified().expect("file systems know")
    };
    files
        .keys()
        .map(|path| (path.clone(), time(path)))
        .collect()
}

#[test]
fn a_change_that_is_no_change_of_types_rewrites_nothing() {
    let project = Project::new(&[("a.ts", &module("return 1;", "x: v.string()"))]);
    let before = times(&project);
    assert!(before.contains_key("api/a.rs"));
    // The function below moves down by two lines.
    let longer = module("return 'something else';", "x: v.string()");
    project.write("a.ts", &format!("// A comment.\n\n{longer}"));
    assert_eq!(times(&project), before);
}

#[test]
fn only_the_file_whose_types_changed_is_rewritten() {
    let project = Project::new(&[
        ("a.ts", &module("return 1;", "x: v.string()")),
        ("b.ts", &module("return 1;", "x: v.string()")),
    ]);
    let before = times(&project);
    project.write("a.ts", &module("return 1;", "x: v.number()"));
    let after = times(&project);
    let changed: Vec<&String> = after
        .keys()
        .filter(|path| after[*path] != before[*path])
        .collect();
    // The first has the fingerprints of all functions.
    assert_eq!(changed, ["api/__bindings.rs", "api/a.rs"]);
}

#[test]
fn stale_files_go_and_nothing_else_does() {
    let project = Project::new(&[("a.ts", &module("", "")), ("folder/b.ts", &module("", ""))]);
    project.generate();
    let own = project.out().join("api/notes.rs");
    fs::write(&own, "// mine\n").expect("files can be written");
    let text = project.out().join("api/folder/readme.txt");
    fs::write(&text, "mine").expect("files can be written");
    project.remove("folder/b.ts");
    let files: Vec<String> = project.generate().into_keys().collect();
    assert!(files.contains(&"api/a.rs".to_owned()));
    assert!(
        !files.iter().any(|path| path.contains("folder")),
        "{files:?}"
    );
    assert!(own.exists() && text.exists());
}

#[test]
fn an_error_leaves_the_last_good_output() {
    let project = Project::new(&[("a.ts", &module("", "x: v.string()"))]);
    project.generate();
    let read = || {
        let mut files = BTreeMap::new();
        crate::project::read(&project.out(), &project.out(), &mut files);
        files
    };
    let before = read();
    project.write("a.ts", "export const = ;");
    let error = project
        .config()
        .generate()
        .expect_err("that is not TypeScript");
    assert!(error.to_string().contains("a.ts"), "{error}");
    assert_eq!(read(), before);
}
