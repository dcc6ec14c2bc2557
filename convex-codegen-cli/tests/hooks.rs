//! The files of `hooks`, as they are copied: their steps run in a repository with generated code.
#![cfg(unix)]

use std::{
    env, fs,
    path::Path,
    process::{Command, Output},
};

const MODULE: &str = "import { query } from \"./_generated/server\";\nimport { v } from \"convex/values\";\n\
    export const get = query({ args: { id: v.string() }, returns: v.null(), handler: async () => null });\n";

/// A repository with a backend, and its generated code checked in.
struct Repository(tempfile::TempDir);

impl Repository {
    fn new() -> Self {
        let repository = Self(tempfile::tempdir().expect("a temporary folder"));
        repository.write("convex/m.ts", MODULE);
        repository.write(
            "convex-codegen.toml",
            "dir = \"convex\"\nout = \"src/backend\"\n",
        );
        repository.sh("convex-codegen generate && git init -q -b main && git add -A && git commit -qm start && git branch origin/main");
        repository
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    /// Runs a line of a shell, which finds the command.
    fn try_sh(&self, line: &str) -> Output {
        let binary = Path::new(env!("CARGO_BIN_EXE_convex-codegen"));
        let folder = binary
            .parent()
            .expect("it is in a folder")
            .to_string_lossy()
            .into_owned();
        let path = format!("{folder}:{}", env::var("PATH").expect("there is one"));
        Command::new("sh")
            .args(["-e", "-c", line])
            .current_dir(self.0.path())
            .env("PATH", path)
            .env("GITHUB_BASE_REF", "main")
            .env("GITHUB_STEP_SUMMARY", "summary.md")
            .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_NAME"), "Ann")))
            .envs(
                ["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_EMAIL"), "ann@example.com")),
            )
            .output()
            .expect("there is a shell")
    }

    fn sh(&self, line: &str) {
        let output = self.try_sh(line);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "`{line}`: {said}");
    }
}

/// The steps of the workflow that run the command.
fn steps() -> Vec<String> {
    let workflow = include_str!("../hooks/github.yml");
    let lines = workflow
        .lines()
        .filter_map(|line| line.trim().strip_prefix("run: "));
    lines
        .filter(|line| line.starts_with("convex-codegen"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_workflow_passes_fresh_code_and_shows_changes() {
    let repository = Repository::new();
    let steps = steps();
    assert_eq!(steps.len(), 2, "{steps:?}");
    for step in &steps {
        repository.sh(step);
    }
    repository.write("convex/m.ts", &MODULE.replace("v.string()", "v.number()"));
    let stale = repository.try_sh(&steps[0]);
    assert_eq!(stale.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&stale.stderr).starts_with("::error::2 files are stale"));
    let breaking = repository.try_sh(&steps[1]);
    assert_eq!(
        breaking.status.code(),
        Some(1),
        "{}",
        String::from_utf8_lossy(&breaking.stderr)
    );
    let summary =
        fs::read_to_string(repository.0.path().join("summary.md")).expect("it was written");
    assert!(
        summary.contains(
            "### Breaking (1)\n\n- `m:get.args.id`: type changed from `string` to `number`"
        ),
        "{summary}"
    );
}

#[test]
fn the_hook_stops_stale_commits() {
    let repository = Repository::new();
    let hook = concat!(env!("CARGO_MANIFEST_DIR"), "/hooks/pre-commit");
    repository.sh(&format!("cp '{hook}' .git/hooks/pre-commit"));
    repository.write("convex/m.ts", &MODULE.replace("v.string()", "v.number()"));
    let refused = repository.try_sh("git commit -qam changed");
    assert_ne!(refused.status.code(), Some(0));
    repository.sh("convex-codegen generate && git commit -qam changed");
}

/// The archive of a release, as `cargo binstall` looks for it.
#[test]
fn a_release_is_packed_as_the_metadata_says() {
    let manifest = include_str!("../Cargo.toml");
    let manifest: toml_edit::DocumentMut = manifest.parse().expect("it is a manifest");
    let metadata = &manifest["package"]["metadata"]["binstall"];
    let target = "x86_64-unknown-linux-gnu";
    let render = |name: &str| {
        let template = metadata[name].as_str().expect("it is a text");
        [
            ("{ target }", target),
            ("{ bin }", "convex-codegen"),
            ("{ binary-ext }", ""),
            ("{ archive-suffix }", ".tgz"),
        ]
        .iter()
        .fold(template.to_owned(), |text, (name, value)| {
            text.replace(name, value)
        })
    };
    let url = render("pkg-url");
    let archive = url.rsplit('/').next().expect("a URL has parts");
    assert_eq!(metadata["pkg-fmt"].as_str(), Some("tgz"));

    let folder = tempfile::tempdir().expect("a temporary folder");
    let binary = Path::new(env!("CARGO_BIN_EXE_convex-codegen"));
    let packed = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.github/archive"))
        .arg(target)
        .arg(binary.parent().expect("it is in a folder"))
        .current_dir(folder.path())
        .output()
        .expect("there is a shell");
    let said = String::from_utf8_lossy(&packed.stderr);
    assert!(packed.status.success(), "{said}");
    let unpacked = Command::new("tar")
        .args(["-xzf", archive])
        .current_dir(folder.path())
        .status()
        .expect("there is a `tar`");
    assert!(unpacked.success(), "the archive is called `{archive}`");
    let version = Command::new(folder.path().join(render("bin-dir")))
        .arg("--version")
        .output()
        .expect("the command is where the metadata says");
    assert!(String::from_utf8_lossy(&version.stdout).starts_with("convex-codegen "));

    let workflow = include_str!("../../.github/workflows/release.yml");
    assert!(workflow.contains(".github/archive \"$TARGET\" target/release"));
    assert!(workflow.contains(target));
}
