//! TypeScript 7 is a program of its own, behind a script for Node.

use std::{
    fs,
    time::{Duration, Instant},
};

use crate::compiler::Project;

const FUNCTION: &str = "import { query } from './_generated/server'; export const get = query({ args: {}, handler: () => 1 });";

/// A project whose `tsc` is a script of TypeScript `version` that fails; the program of 7.0.2
/// beside it has a type for every probe.
fn project(version: &str) -> Project {
    let project = Project::new(&[("convex/a.ts", FUNCTION)]);
    for platform in ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"] {
        let package = format!("node_modules/@typescript/typescript-{platform}");
        let identity =
            format!(r#"{{ "name": "@typescript/typescript-{platform}", "version": "7.0.2" }}"#);
        project.write(&format!("{package}/package.json"), &identity);
        project.write(&format!("{package}/lib/tsc"), "");
        let program = project.path(&format!("{package}/lib/tsc"));
        fs::copy(project.path("typescript/bin/tsc"), program).expect("it is there");
    }
    let identity = format!(r#"{{ "name": "typescript", "version": "{version}" }}"#);
    project.write("typescript/package.json", &identity);
    project.write("typescript/bin/tsc", "#!/bin/sh\necho no Node; exit 3\n");
    project
}

#[test]
fn the_program_is_run_without_its_script() {
    let (report, text) = project("7.0.2").update();
    assert_eq!(report.typed, 1, "{text}");
    // A program of another version is not the one that the script starts.
    let error = project("7.0.1").types().update(&mut |_| {});
    let error = error.expect_err("the script fails").to_string();
    assert!(error.contains("no Node"), "{error}");
}

#[test]
fn what_takes_too_long_is_stopped() {
    let project = Project::new(&[("convex/a.ts", FUNCTION)]);
    project.script("exec sleep 60");
    let started = Instant::now();
    let types = project.types().deadline(Duration::from_millis(200));
    let error = types.update(&mut |_| {}).expect_err("it never ends");
    assert!(error.to_string().contains("was stopped"), "{error}");
    assert!(started.elapsed() < Duration::from_secs(30));
}
