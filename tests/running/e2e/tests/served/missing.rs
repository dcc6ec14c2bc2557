//! Errors name a missing package or program and the command that installs it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use convex_codegen_cli::serve::{Error, Serve};

use crate::project::quickstart;

/// A project outside of any `node_modules`.
struct Bare {
    folder: PathBuf,
}

impl Bare {
    fn new(name: &str, files: &[&str]) -> Self {
        let process = std::process::id();
        let folder = std::env::temp_dir().join(format!("convex-codegen-{name}-{process}"));
        fs::create_dir_all(folder.join("convex")).expect("a folder");
        fs::write(folder.join("package.json"), "{}").expect("a file");
        for file in files {
            let file = folder.join(file);
            fs::create_dir_all(file.parent().expect("it is in the folder")).expect("a folder");
            fs::write(file, "{}").expect("a file");
        }
        fs::copy(quickstart().join("ai.ts"), folder.join("convex/ai.ts")).expect("a file");
        Self { folder }
    }

    async fn refusal(&self, serve: impl FnOnce(&Path) -> Serve) -> String {
        let error = serve(&self.folder).start().await.expect_err("it is bare");
        assert!(matches!(error, Error::Missing(_)), "{error}");
        error.to_string()
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).expect("it can be removed");
    }
}

#[tokio::test]
async fn packages_are_installed_by_the_project_s_package_manager() {
    for (lock, command) in [
        (
            "package-lock.json",
            "npm install --save-dev convex convex-test",
        ),
        ("pnpm-lock.yaml", "pnpm add --save-dev convex convex-test"),
        ("yarn.lock", "yarn add --dev convex convex-test"),
        ("bun.lock", "bun add --dev convex convex-test"),
    ] {
        let bare = Bare::new("packages", &[lock]);
        let error = bare.refusal(|folder| Serve::new(folder)).await;
        assert!(error.ends_with(&format!("\n\n    {command}")), "{error}");
        assert!(error.contains(&*bare.folder.to_string_lossy()), "{error}");
    }
}

#[tokio::test]
async fn a_project_without_a_manifest_gets_one_beside_its_functions() {
    let bare = Bare::new("manifest", &[]);
    fs::remove_file(bare.folder.join("package.json")).expect("it is there");
    let error = bare.refusal(|folder| Serve::new(folder)).await;
    let folder = bare.folder.canonicalize().expect("a folder");
    let beside = format!("which `{}` does not have", folder.display());
    assert!(error.contains(&beside), "{error}");
}

#[tokio::test]
async fn convex_test_alone_is_missing() {
    let bare = Bare::new("test", &["node_modules/convex/package.json"]);
    let error = bare.refusal(|folder| Serve::new(folder)).await;
    assert!(
        error.ends_with("\n\n    npm install --save-dev convex-test"),
        "{error}"
    );
}

#[tokio::test]
async fn node_is_missing() {
    let packages = [
        "node_modules/convex/package.json",
        "node_modules/convex-test/package.json",
    ];
    let bare = Bare::new("node", &packages);
    let error = bare
        .refusal(|folder| Serve::new(folder).node("no-such-node"))
        .await;
    assert!(
        error.contains("there is no `no-such-node`; run\n\n    "),
        "{error}"
    );
    assert!(error.ends_with("https://nodejs.org/en/download"), "{error}");
    // Nothing is left in the project.
    let cache = bare.folder.join("node_modules/.cache/convex-codegen");
    assert_eq!(fs::read_dir(cache).expect("a folder").count(), 0);
}
