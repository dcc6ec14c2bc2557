//! The backend that arguments name: a folder, a specification, a git revision, or a deployment.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use convex_codegen::{Config, Diagnostic, Severity, inspect::Backend};
use tempfile::TempDir;

use crate::{
    deployment::Target,
    failure::{Failure, Outcome},
};

/// The options of the current folder, for the backend `dir` if one is named.
pub(crate) fn config(dir: Option<&Path>) -> Outcome<Config> {
    let found = Config::in_folder(".", "convex")?;
    Ok(match (found, dir) {
        (Some(config), None) => config,
        (Some(config), Some(dir)) => config.convex_dir(dir),
        (None, dir) => Config::new(dir.unwrap_or(Path::new("."))).settled(),
    })
}

/// Returns whether the current folder has files of a Convex project.
pub(crate) fn is_project() -> bool {
    let names = ["convex", "convex.json", "convex-codegen.toml"];
    names.iter().any(|name| Path::new(name).exists())
}

/// Reads the backend `dir`, or that of the current folder.
pub(crate) fn read(dir: Option<&Path>) -> Outcome<Backend> {
    Ok(Backend::read(&config(dir)?)?)
}

/// Returns the diagnostics of a backend that has errors, so that a part of it may be unknown.
pub(crate) fn errors(backend: &Backend) -> Option<Vec<Diagnostic>> {
    let diagnostics = backend.diagnostics();
    let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    diagnostics.iter().any(is_error).then_some(diagnostics)
}

/// Fails for a backend that has errors, with what is not done therefore.
pub(crate) fn whole(backend: Backend, consequence: &'static str) -> Outcome<Backend> {
    match errors(&backend) {
        None => Ok(backend),
        Some(diagnostics) => Err(Failure::Backend {
            diagnostics,
            consequence,
        }),
    }
}

/// The warning on the backend `dir`, which has no functions, and maybe as few modules.
pub(crate) fn nothing(dir: &Path, modules: Option<usize>) -> String {
    let looked = match convex_codegen::functions_folder(dir) {
        Ok(folder) if dir.is_dir() => format!(": looked in `{}`", folder.display()),
        _ => return format!("`{}` has no Convex functions", dir.display()),
    };
    let modules = match modules {
        None => String::new(),
        Some(0) => ", which has no modules".to_owned(),
        Some(1) => ", which has one module".to_owned(),
        Some(count) => format!(", which has {count} modules"),
    };
    format!(
        "`{}` has no Convex functions{looked}{modules}",
        dir.display()
    )
}

/// Reads the backend `name`: `git:REVISION` with the functions folder `dir`, a URL, a `.json` file,
/// or a folder.
pub(crate) async fn named(name: &str, dir: &Path, target: &Target) -> Outcome<Backend> {
    if let Some(revision) = name.strip_prefix("git:") {
        let (revision, dir) = match revision.split_once(':') {
            Some((revision, dir)) => (revision, Path::new(dir)),
            None => (revision, dir),
        };
        return at_revision(revision, dir);
    }
    if name.starts_with("http://") || name.starts_with("https://") {
        let json = target.at(name).connect()?.specification().await?;
        return Ok(Backend::specification(name, &json)?);
    }
    let path = Path::new(name);
    if !path.exists() {
        return Err(Failure::Text(format!(
            "`{name}` does not exist; name a folder, a `.json` file, `git:REVISION`, or the URL of a deployment"
        )));
    }
    Ok(Backend::read(&Config::new(path).settled())?)
}

/// Reads the functions folder `dir` as it was at a git revision. Installed packages are those of
/// the working tree.
fn at_revision(revision: &str, dir: &Path) -> Outcome<Backend> {
    let dir = fs::canonicalize(dir).map_err(|error| Failure::io("find", dir, &error))?;
    let inside = if dir.is_dir() {
        &*dir
    } else {
        dir.parent().unwrap_or(&dir)
    };
    let root = git(inside, &["rev-parse", "--show-toplevel"])?;
    let root = PathBuf::from(String::from_utf8_lossy(&root.stdout).trim_end());
    let root = fs::canonicalize(&root).map_err(|error| Failure::io("find", &root, &error))?;
    let tree = check_out(&root, revision)?;
    let below = dir.strip_prefix(&root).unwrap_or(Path::new(""));
    link_packages(&root, tree.path(), inside);
    let there = tree.path().join(below);
    if !there.exists() {
        return Err(Failure::Text(format!(
            "revision `{revision}` has no `{}`",
            below.display()
        )));
    }
    // Places are named as they are in the repository.
    let before = env::current_dir().map_err(|error| Failure::io("find", ".", &error))?;
    env::set_current_dir(tree.path()).map_err(|error| Failure::io("enter", tree.path(), &error))?;
    let backend = Backend::read(
        &Config::new(if below.as_os_str().is_empty() {
            Path::new(".")
        } else {
            below
        })
        .settled(),
    );
    env::set_current_dir(&before).map_err(|error| Failure::io("enter", before, &error))?;
    Ok(backend?)
}

fn git(folder: &Path, arguments: &[&str]) -> Outcome<Output> {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .output()
        .map_err(|error| Failure::Text(format!("cannot run `git`: {error}")))?;
    if output.status.success() {
        return Ok(output);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failure::Text(format!(
        "`git {}` failed: {}",
        arguments.join(" "),
        said.trim()
    )))
}

/// The files of a revision, in a folder of their own; the repository itself is left as it is.
fn check_out(root: &Path, revision: &str) -> Outcome<TempDir> {
    if revision.starts_with('-') {
        return Err(Failure::Text(format!("`{revision}` is not a git revision")));
    }
    let tree = tempfile::tempdir().map_err(|error| Failure::io("create", "a folder", &error))?;
    let commit = format!("{revision}^{{commit}}");
    let commit = git(root, &["rev-parse", "--verify", "--quiet", &commit])
        .map_err(|_| Failure::Text(format!("git knows no revision `{revision}`")))?;
    let commit = String::from_utf8_lossy(&commit.stdout).trim().to_owned();
    // An index of its own, so that the repository's is not touched.
    let index = tree.path().join(".index");
    let mut prefix = tree.path().as_os_str().to_owned();
    prefix.push("/");
    let mut option = std::ffi::OsString::from("--prefix=");
    option.push(&prefix);
    let steps: [Vec<std::ffi::OsString>; 2] = [
        vec!["read-tree".into(), commit.into()],
        vec![
            "checkout-index".into(),
            "--all".into(),
            "--force".into(),
            option,
        ],
    ];
    for step in steps {
        let output = Command::new("git")
            .env("GIT_INDEX_FILE", &index)
            .arg("-C")
            .arg(root)
            .args(step)
            .output()
            .map_err(|error| Failure::Text(format!("cannot run `git`: {error}")))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            let said = said.trim();
            return Err(Failure::Text(format!(
                "cannot read revision `{revision}`: {said}"
            )));
        }
    }
    Ok(tree)
}

/// Makes the packages that are installed above `dir` known in `tree`.
fn link_packages(root: &Path, tree: &Path, dir: &Path) {
    for folder in dir
        .ancestors()
        .take_while(|folder| folder.starts_with(root))
    {
        let modules = folder.join("node_modules");
        let below = folder.strip_prefix(root).unwrap_or(Path::new(""));
        let link = tree.join(below).join("node_modules");
        if modules.is_dir() && !link.exists() {
            // Without it packages are modelled as if they were not installed.
            #[cfg(unix)]
            let _ = std::os::unix::fs::symlink(&modules, &link);
            #[cfg(windows)]
            let _ = std::os::windows::fs::symlink_dir(&modules, &link);
        }
    }
}
