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

    // A handler changed, and no type: a build takes the sources for new, a pull request may pass.
    project.write("convex/a.ts", &source("2"));
    let (older, text) = run(&project, &["--check", "--offline"]);
    assert_eq!(older.status.code(), Some(1));
    assert!(
        text.contains("is older than a") && text.contains("convex-codegen types"),
        "{text}"
    );
    let (same, text) = run(&project, &["--check", "--tsc", tsc]);
    assert_eq!(same.status.code(), Some(0), "{text}");
    assert!(text.contains("their types did not"), "{text}");
    project.compiler("export declare const type: \"string\";");
    let (stale, text) = run(&project, &["--check", "--tsc", tsc]);
    assert_eq!(stale.status.code(), Some(1), "{text}");
    assert!(
        text.contains("out of date") && text.contains("string"),
        "{text}"
    );

    let (elsewhere, _) = run(&project, &["--tsc", tsc, "--out", "kept/backend.d.ts"]);
    assert_eq!(elsewhere.status.code(), Some(0), "the folder is made");
    let (missing, text) = run(&project, &["--tsc", "nowhere/tsc"]);
    assert_eq!(missing.status.code(), Some(2), "{text}");
    let (none, text) = run(&project, &[]);
    assert_eq!(none.status.code(), Some(2));
    assert!(
        text.contains("npm install") && text.contains("--tsc"),
        "{text}"
    );
}

#[test]
fn packages_that_are_not_installed_are_said_with_the_command() {
    let source = "import { query } from './_generated/server'; export const get = query({ args: {}, handler: () => 1 });";
    let project = Project::new(&[("convex/a.ts", source), ("pnpm-lock.yaml", "")]);
    let root = project.path(".").canonicalize().expect("a folder");
    let (none, text) = run(&project, &[]);
    assert_eq!(none.status.code(), Some(2));
    // The project does not name the package yet, so that installing what it names is not enough.
    let add = format!("`pnpm add --save-dev typescript` in `{}`", root.display());
    assert!(text.contains(&add), "{text}");
    let manifest =
        r#"{ "dependencies": { "convex": "1" }, "devDependencies": { "typescript": "5" } }"#;
    project.write("package.json", manifest);
    let (_, text) = run(&project, &[]);
    let install = format!("`pnpm install` in `{}`", root.display());
    assert!(text.contains(&install), "{text}");

    project.compiler("export declare const type: \"any\";");
    let (any, text) = run(&project, &["--tsc", "typescript/bin/tsc"]);
    assert_eq!(any.status.code(), Some(2));
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

#[test]
fn a_module_that_does_not_parse_fails() {
    let project = Project::new(&[("convex/a.ts", "export const get = query({")]);
    let (failed, text) = run(&project, &["--tsc", "typescript/bin/tsc"]);
    assert_eq!(failed.status.code(), Some(1), "{text}");
    assert!(
        text.contains("error[syntax]") && text.contains("convex/a.ts:1"),
        "{text}"
    );
    assert!(!project.path("convex-types.d.ts").exists());
}

#[test]
fn build_scripts_look_again_at_a_new_file() {
    let source = "import { query } from './_generated/server'; export const get = query({ args: {}, handler: () => 1 });";
    let project = Project::new(&[("convex/a.ts", source), ("Cargo.toml", "[package]\n")]);
    let modified = || {
        let meta = std::fs::metadata(project.path("Cargo.toml"));
        meta.and_then(|meta| meta.modified())
            .expect("it has a time")
    };
    let before = modified();
    std::thread::sleep(std::time::Duration::from_millis(20));
    let tsc = "typescript/bin/tsc";
    assert_eq!(run(&project, &["--tsc", tsc]).0.status.code(), Some(0));
    let touched = modified();
    assert!(touched > before, "the manifest is what build scripts watch");
    assert_eq!(run(&project, &["--tsc", tsc]).0.status.code(), Some(0));
    assert_eq!(modified(), touched, "a file that exists is watched itself");
}

/// The ways to end a compiler that hangs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Timeout,
    CtrlC,
    Terminate,
}

#[test]
fn what_the_compiler_started_ends_with_the_command() {
    for end in [End::Timeout, End::CtrlC, End::Terminate] {
        ends_with_the_command(end);
    }
}

/// Asks a compiler that starts a process of its own and waits for it for ever.
fn ends_with_the_command(end: End) {
    let source = "import { query } from './_generated/server'; export const get = query({ args: {}, handler: () => 1 });";
    let project = Project::new(&[("convex/a.ts", source)]);
    let (pid, folder) = (project.path("child.pid"), project.path("folder.txt"));
    project.script(&format!(
        "(cd \"$dir\" && pwd) > '{}'; sleep 300 & echo $! > '{}'; wait",
        folder.display(),
        pid.display()
    ));
    let timeout = if end == End::Timeout { "5" } else { "300" };
    let mut command = Command::new(env!("CARGO_BIN_EXE_convex-codegen"))
        .args(["types", "--tsc", "typescript/bin/tsc", "--timeout", timeout])
        .current_dir(project.path("."))
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("it can be run");
    let read = || {
        std::fs::read_to_string(&pid)
            .ok()
            .filter(|text| text.ends_with('\n'))
    };
    let started = std::time::Instant::now();
    let child = loop {
        if let Some(text) = read() {
            break text.trim().to_owned();
        }
        assert!(
            started.elapsed().as_secs() < 60,
            "the compiler is not started"
        );
        std::thread::sleep(std::time::Duration::from_millis(20));
    };
    let kill = |signal: &str, id: &str| {
        let status = Command::new("kill")
            .args([signal, id])
            .stderr(std::process::Stdio::null())
            .status();
        status.expect("there is a `kill`").success()
    };
    let folder = std::fs::read_to_string(&folder).expect("it was written");
    let folder = std::path::Path::new(folder.trim());
    assert!(folder.is_dir(), "{end:?}: the compiler has a folder");
    match end {
        End::Timeout => {}
        End::CtrlC => assert!(kill("-INT", &command.id().to_string())),
        End::Terminate => assert!(kill("-TERM", &command.id().to_string())),
    }
    assert_eq!(command.wait().expect("it ends").code(), Some(2), "{end:?}");
    std::thread::sleep(std::time::Duration::from_millis(200));
    // Where nothing collects orphans, it stays as a zombie.
    let state = std::fs::read_to_string(format!("/proc/{child}/stat")).unwrap_or_default();
    let is_zombie = state
        .rsplit(')')
        .next()
        .is_some_and(|rest| rest.trim_start().starts_with('Z'));
    assert!(
        is_zombie || !kill("-0", &child),
        "{end:?}: it is left behind"
    );
    assert!(!folder.exists(), "{end:?}: the folder is left behind");
}
