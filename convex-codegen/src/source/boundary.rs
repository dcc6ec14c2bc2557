//! The boundary of a project. Imports, links and configurations may name any file, but files
//! outside the project are not read.

use std::path::{Component, Path, PathBuf};

/// The folders that version control creates in the root of a project.
const ROOTS: [&str; 3] = [".git", ".hg", ".jj"];

/// Files that stand in the root of a project or of a part of it.
const MARKS: [&str; 14] = [
    "package.json",
    "pnpm-workspace.yaml",
    "package-lock.json",
    "pnpm-lock.yaml",
    "yarn.lock",
    "bun.lock",
    "turbo.json",
    "nx.json",
    "tsconfig.json",
    "deno.json",
    "Cargo.toml",
    ".gitignore",
    "README.md",
    "LICENSE",
];

/// Folders that hold many projects, or none. A file such as `/tmp/package.json` makes no project of
/// its folder.
const SHARED: [&str; 12] = [
    "/", "/tmp", "/var", "/var/tmp", "/home", "/root", "/Users", "/etc", "/usr", "/opt", "/srv",
    "/mnt",
];

/// Folders of the operating system, in which files are not what they seem.
const OF_SYSTEM: [&str; 3] = ["/proc", "/dev", "/sys"];

/// The project around the functions folder `functions`, which is never the project itself.
pub(super) fn around(functions: &Path) -> PathBuf {
    match functions.parent() {
        Some(parent) if !is_shared(parent) => root(parent),
        _ => functions.to_path_buf(),
    }
}

/// The folder of the project that `folder` belongs to: the root of its repository, or else the
/// outermost folder above with a file that stands in the roots of projects, or else `folder`
/// itself.
pub(super) fn root(folder: &Path) -> PathBuf {
    let mut root = folder;
    for above in folder.ancestors() {
        if is_shared(above) {
            break;
        }
        let has = |names: &[&str]| names.iter().any(|name| above.join(name).exists());
        if has(&ROOTS) {
            return above.to_path_buf();
        }
        if has(&MARKS) {
            root = above;
        }
    }
    root.to_path_buf()
}

/// Returns whether `folder` holds projects rather than being one: `/tmp`, the home of a user, the
/// root of a disk.
pub(super) fn is_shared(folder: &Path) -> bool {
    let home = folder.parent().is_some_and(|parent| {
        [Path::new("/home"), Path::new("/Users")].contains(&parent) || parent.ends_with("Users")
    });
    let disk = !folder
        .components()
        .any(|part| matches!(part, Component::Normal(_)));
    home || disk || SHARED.iter().any(|shared| Path::new(shared) == folder)
}

/// Returns whether `path` belongs to the operating system.
pub(super) fn is_of_system(path: &Path) -> bool {
    OF_SYSTEM.iter().any(|folder| path.starts_with(folder))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_project_ends_at_its_repository_or_its_outermost_mark() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let at = |path: &str| folder.path().join(path);
        fs::create_dir_all(at("a/b/convex")).expect("a folder can be made");
        assert_eq!(root(&at("a/b")), at("a/b"));
        fs::write(at("a/b/package.json"), "{}").expect("it can be written");
        fs::write(at("a/README.md"), "").expect("it can be written");
        assert_eq!(root(&at("a/b/convex")), at("a"));
        fs::create_dir(at("a/b/.git")).expect("a folder can be made");
        assert_eq!(root(&at("a/b/convex")), at("a/b"));
        assert!(is_of_system(Path::new("/proc/self/environ")));
        assert!(is_shared(Path::new("/home/ada")) && !is_shared(Path::new("/home/ada/shop")));
    }
}
