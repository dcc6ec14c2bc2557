//! A temporary folder of our own.
//!
//! The crate `tempfile` does this too, but brings five more crates: a twentieth of the generator's
//! build time.

use std::{
    env,
    fs::{self, DirBuilder},
    io,
    path::{Path, PathBuf},
    process,
};

/// The folder; it is deleted when this is dropped.
#[derive(Debug)]
pub(super) struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    /// A new folder that only this user can read.
    pub(super) fn new() -> io::Result<Self> {
        let place = env::temp_dir();
        let mut number = 0_u32;
        loop {
            let folder = place.join(format!("convex-codegen-{}-{number}", process::id()));
            match private().create(&folder) {
                // Of another call of this process, or of one that had this number before.
                Err(taken) if taken.kind() == io::ErrorKind::AlreadyExists && number < u32::MAX => {
                    number += 1;
                }
                made => return made.map(|()| Self(folder)),
            }
        }
    }

    /// The path of the folder.
    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // The system deletes what is left.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn private() -> DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "it has no modes"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::TemporaryFolder;

    #[test]
    fn each_is_its_own_and_goes() {
        let (one, other) = (TemporaryFolder::new(), TemporaryFolder::new());
        let (one, other) = (one.expect("a folder"), other.expect("a folder"));
        assert_ne!(one.path(), other.path());
        fs::write(one.path().join("file"), "text").expect("it can be written to");
        let path = one.path().to_owned();
        drop(one);
        assert!(!path.exists());
        assert!(other.path().is_dir());
    }
}
