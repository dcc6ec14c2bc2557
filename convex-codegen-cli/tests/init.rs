//! `init`: what it changes in a crate, and that it changes it once.
#![expect(clippy::panic, reason = "a test that cannot go on fails")]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

const MODULE: &str = "import { query } from \"./_generated/server\";\nimport { v } from \"convex/values\";\n\
    export const get = query({ args: { id: v.string() }, returns: v.null(), handler: async () => null });\n";

/// A workspace with a backend and a crate beside it.
fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in [
        ("backend/convex/m.ts", MODULE),
        (
            "app/Cargo.toml",
            "[package]\nname = \"app\" # mine\nversion = \"0.1.0\"\nedition = \"2024\"\n",
        ),
        ("app/src/main.rs", "//! The app.\n\nfn main() {}\n"),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    folder
}

fn init(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_convex-codegen"))
        .arg("init")
        .args(arguments)
        .current_dir(folder.join("app"))
        .output()
        .expect("it can be run")
}

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join("app").join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn a_build_script_is_added_once() {
    let folder = workspace();
    let folder = folder.path();
    let asked = init(folder, &[]);
    assert_eq!(
        asked.status.code(),
        Some(2),
        "there is no terminal to ask at"
    );
    assert!(!folder.join("app/build.rs").exists());

    let done = init(folder, &["--yes"]);
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(0), "{said}");
    assert!(
        said.contains("create ./build.rs") && said.contains("+ convex-codegen = "),
        "{said}"
    );
    let call = String::from_utf8_lossy(&done.stdout);
    assert!(
        call.contains(
            "client.query(api::m::get, api::m::GetArgs {\n    id: \"…\".to_owned(),\n}).await?;"
        ),
        "{call}"
    );
    assert!(read(folder, "build.rs").contains("convex_codegen::generate(\"../backend/convex\")"));
    assert_eq!(
        read(folder, "src/main.rs"),
        "//! The app.\n\nconvex_runtime::include_api!();\n\nfn main() {}\n"
    );
    assert!(read(folder, "Cargo.toml").starts_with("[package]\nname = \"app\" # mine\n"));

    let before = ["build.rs", "src/main.rs", "Cargo.toml"].map(|path| read(folder, path));
    let again = init(folder, &["--yes"]);
    assert!(String::from_utf8_lossy(&again.stderr).contains("has everything already"));
    assert_eq!(
        ["build.rs", "src/main.rs", "Cargo.toml"].map(|path| read(folder, path)),
        before
    );
}

#[test]
fn code_can_be_checked_in() {
    let folder = workspace();
    let folder = folder.path();
    let done = init(folder, &["--yes", "--checked-in"]);
    assert_eq!(
        done.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    assert!(read(folder, "src/backend/api/m.rs").contains("pub const get: Query<GetArgs, ()>"));
    assert!(read(folder, "src/main.rs").contains("pub mod backend;"));
    assert!(!read(folder, "Cargo.toml").contains("build-dependencies"));
    let check = Command::new(env!("CARGO_BIN_EXE_convex-codegen"))
        .args(["generate", "--check"])
        .current_dir(folder.join("app"))
        .status()
        .expect("it can be run");
    assert_eq!(
        check.code(),
        Some(0),
        "the options stand in `convex-codegen.toml`"
    );
}

#[test]
fn what_the_crate_has_already_is_used() {
    let folder = workspace();
    let folder = folder.path();
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    };
    write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"app\"]\n[workspace.dependencies]\nconvex-runtime = \"0.1\"\n",
    );
    let manifest = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\nbuild = \"build/script.rs\"\n\n[lib]\npath = \"src/app.rs\"\n";
    write("app/Cargo.toml", manifest);
    write(
        "app/build/script.rs",
        "fn main() -> Result<(), std::io::Error>\n{\n    Ok(())\n}\n",
    );
    write("app/src/app.rs", "pub mod api_of_mine {}\n");
    fs::remove_file(folder.join("app/src/main.rs")).expect("it is ours");

    for module in ["fn", "9", "a-b", "A"] {
        let refused = init(folder, &["--checked-in", module]);
        assert_eq!(refused.status.code(), Some(2), "{module}");
    }
    let done = init(folder, &["--yes"]);
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(0), "{said}");
    assert_eq!(
        read(folder, "build/script.rs"),
        "fn main() -> Result<(), std::io::Error>\n{\n    convex_codegen::generate(\"../backend/convex\").expect(\"the Convex backend can be generated\");\n    Ok(())\n}\n"
    );
    assert!(read(folder, "src/app.rs").contains("convex_runtime::include_api!();"));
    let manifest = read(folder, "Cargo.toml");
    assert!(
        manifest.contains("convex-runtime = { workspace = true }")
            && manifest.contains("convex-codegen = \""),
        "{manifest}"
    );
    assert!(!folder.join("app/build.rs").exists());
    let again = init(folder, &["--yes"]);
    assert!(String::from_utf8_lossy(&again.stderr).contains("has everything already"));

    write(
        "app/Cargo.toml",
        &manifest
            .replace("build/script.rs\"", "x\"")
            .replace("\"x\"", "false"),
    );
    let refused = init(folder, &["--yes"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("build = false"));

    write("backend/convex/broken.ts", "export const f = query({");
    let refused = init(folder, &["--yes", "--checked-in"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("nothing is changed"));
}
