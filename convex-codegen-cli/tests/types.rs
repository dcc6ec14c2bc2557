//! `convex-codegen types`, as it is called.
#![cfg(unix)]

#[path = "../../convex-codegen/tests/types/compiler.rs"]
#[expect(dead_code, reason = "the library's tests use all of it")]
mod compiler;

use std::process::{Command, Output};

use compiler::Project;

fn run(project: &Project, arguments: &[&str]) -> (Output, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_convex-codegen"))
        .arg("types")
        .args(arguments)
        .current_dir(project.path("."))
        .output()
        .expect("it can be run");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    (output, text)
}

#[test]
fn it_writes_the_file_and_check_tells_when_that_is_old() {
    let source = |body: &str| {
        format!(
            "import {{ query }} from './_generated/server'; export const get = query({{ args: {{}}, handler: () => {body} }});"
        )
    };
    let project = Project::new(&[("convex/a.ts", &source("1"))]);
    let (checked, text) = run(&project, &["--check"]);
    assert_eq!(checked.status.code(), Some(1), "{text}");
    assert!(
        !project.path("convex-types.d.ts").exists(),
        "checking writes nothing"
    );

    let tsc = "typescript/bin/tsc";
    let (written, text) = run(&project, &["--tsc", tsc]);
    assert_eq!(written.status.code(), Some(0), "{text}");
    assert!(
        text.contains("asking TypeScript 5.9.3")
            && text.contains("1 typed")
            && text.contains("wrote"),
        "{text}"
    );
    let (again, text) = run(&project, &["--tsc", tsc, "convex"]);
    assert_eq!(again.status.code(), Some(0));
    assert!(text.contains("nothing to change"), "{text}");
    assert_eq!(run(&project, &["--check"]).0.status.code(), Some(0));

    project.write("convex/a.ts", &source("2"));
    let (stale, text) = run(&project, &["--check"]);
    assert_eq!(stale.status.code(), Some(1));
    assert!(
        text.contains("out of date for a") && text.contains("convex-codegen types"),
        "{text}"
    );

    let (elsewhere, _) = run(&project, &["--tsc", tsc, "--out", "kept/backend.d.ts"]);
    assert_eq!(elsewhere.status.code(), Some(0), "the folder is made");
    let (missing, text) = run(&project, &["--tsc", "nowhere/tsc"]);
    assert_eq!(missing.status.code(), Some(1), "{text}");
    let (none, text) = run(&project, &[]);
    assert_eq!(none.status.code(), Some(1));
    assert!(
        text.contains("npm install") && text.contains("--tsc"),
        "{text}"
    );
}

#[test]
fn packages_that_are_not_installed_are_said_with_the_command() {
    let source = "import { query } from './_generated/server'; export const get = query({ args: {}, handler: () => 1 });";
    let project = Project::new(&[("convex/a.ts", source), ("pnpm-lock.yaml", "")]);
    let (none, text) = run(&project, &[]);
    assert_eq!(none.status.code(), Some(1));
    assert!(text.contains("`pnpm install`"), "{text}");

    project.compiler("export declare const type: \"any\";");
    let (any, text) = run(&project, &["--tsc", "typescript/bin/tsc"]);
    assert_eq!(any.status.code(), Some(1));
    assert!(
        text.contains("the package `convex` is not installed") && text.contains("`pnpm install`"),
        "{text}"
    );
    assert!(!project.path("convex-types.d.ts").exists());

    project.write("node_modules/convex/package.json", "{}");
    let (installed, text) = run(&project, &["--tsc", "typescript/bin/tsc"]);
    assert_eq!(installed.status.code(), Some(0), "{text}");
    assert!(text.contains("1 `any`"), "{text}");
}
