//! Installs npm packages that a lock file pins, once per lock file.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::{Command, Stdio, id},
    sync::{Mutex, PoisonError},
};

/// Threads of one process share the folder that an installation is made in.
static INSTALLING: Mutex<()> = Mutex::new(());

/// Copies `package` (a folder with a `package-lock.json`) below `target/` and installs what it
/// pins; gives the copy.
///
/// The copy is made aside and then renamed, so that processes that do this at the same time do not
/// meet.
///
/// # Panics
///
/// When Node or npm is missing, or npm fails.
pub fn installed(package: &Path) -> PathBuf {
    let _alone = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    let name = package
        .file_name()
        .expect("a package has a name")
        .to_string_lossy();
    let folder = super::kept().join(format!("{name}-{:016x}", hash_of(package)));
    if folder.exists() {
        return folder;
    }
    let aside = folder.with_extension(format!("{}.new", id()));
    fs::create_dir_all(&aside).expect("a folder below target/ can be made");
    for file in files_of(package) {
        let to = aside.join(file.file_name().expect("a file has a name"));
        fs::copy(&file, to).expect("the package can be copied");
    }
    let output = Command::new("npm")
        .args([
            "ci",
            "--ignore-scripts",
            "--legacy-peer-deps",
            "--no-audit",
            "--no-fund",
        ])
        .current_dir(&aside)
        .stdin(Stdio::null())
        .output();
    let output = output.unwrap_or_else(|error| {
        panic!("these tests need Node 20 or later with npm (https://nodejs.org): npm: {error}")
    });
    assert!(
        output.status.success(),
        "`npm ci` in {}: {}",
        aside.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    if fs::rename(&aside, &folder).is_err() {
        // Another process was faster.
        assert!(folder.exists(), "{} cannot be renamed", aside.display());
        fs::remove_dir_all(&aside).expect("the copy can be removed");
    }
    folder
}

/// The files at the top of `package`, sorted.
fn files_of(package: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(package).unwrap_or_else(|error| panic!("{}: {error}", package.display()));
    let files = entries.map(|entry| entry.expect("its entries can be read").path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.is_file()).collect();
    files.sort();
    files
}

fn hash_of(package: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    for file in files_of(package) {
        file.file_name().hash(&mut hasher);
        fs::read(&file)
            .expect("its files can be read")
            .hash(&mut hasher);
    }
    hasher.finish()
}
