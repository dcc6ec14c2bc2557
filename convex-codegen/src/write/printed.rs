//! The record of what an earlier run printed: a file whose model is the same is not emitted and
//! printed again, but read.
//!
//! It is kept in a build's own folder only; elsewhere it is in memory, from one round of a program
//! to the next. A text is reused if it is from the same generator, from
//! an equal model, and as it was printed; so the record never decides what a file says.

use std::{
    collections::BTreeMap,
    env,
    fmt::Write as _,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use super::{Output, path_of, write_one};
use crate::error::Error;

/// The record's file in the output folder.
const FILE: &str = "printed.txt";

/// Hashes of a file: of the model that it is printed from, and of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hashes {
    /// Of the model.
    pub model: u64,
    /// Of the text.
    pub text: u64,
}

/// The files that an earlier run printed into a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Printed {
    folder: PathBuf,
    /// `None` if the record is in memory only.
    generator: Option<String>,
    files: BTreeMap<String, Hashes>,
}

impl Printed {
    /// Reads the record in `folder`. One of another generator counts for nothing, and `None` is
    /// returned where this generator cannot be told from others.
    pub(crate) fn read(folder: &Path) -> Option<Self> {
        Some(Self::of(folder, generator()?))
    }

    fn of(folder: &Path, generator: String) -> Self {
        let text = fs::read_to_string(folder.join(FILE)).unwrap_or_default();
        let mut lines = text.lines();
        let files = if lines.next() == Some(generator.as_str()) {
            lines.filter_map(entry).collect()
        } else {
            BTreeMap::new()
        };
        Self {
            folder: folder.to_owned(),
            generator: Some(generator),
            files,
        }
    }

    /// A record in memory of `files`, which were just written to `folder`.
    pub(crate) fn in_memory(folder: &Path, files: &[Output]) -> Self {
        let entry = |file: &Output| Some((file.path.clone(), file.hashes?));
        Self {
            folder: folder.to_owned(),
            generator: None,
            files: files.iter().filter_map(entry).collect(),
        }
    }

    /// Returns whether it is a record of `folder`.
    pub(crate) fn is_of(&self, folder: &Path) -> bool {
        self.folder == folder
    }

    /// The file `path`, if it was printed from a model with the hash `model` and nothing has
    /// changed it since.
    pub(crate) fn reuse(&self, path: &str, model: u64) -> Option<Output> {
        let hashes = *self.files.get(path).filter(|known| known.model == model)?;
        let mut output = Output {
            path: path.to_owned(),
            text: String::new(),
            hashes: Some(hashes),
        };
        output.text = fs::read_to_string(path_of(&self.folder, &output)).ok()?;
        (hash(&output.text) == hashes.text).then_some(output)
    }

    /// Writes the record of `files`, which were just written, unless it is in memory only.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub(crate) fn record(&self, files: &[Output]) -> Result<(), Error> {
        let Some(generator) = &self.generator else {
            return Ok(());
        };
        let mut text = format!("{generator}\n");
        for file in files {
            if let Some(Hashes { model, text: own }) = file.hashes {
                let _ = writeln!(text, "{model:016x} {own:016x} {}", file.path);
            }
        }
        let record = Output {
            path: FILE.to_owned(),
            text,
            hashes: None,
        };
        write_one(&self.folder, &record)
    }
}

/// A hash that is the same in every run of one program.
pub(crate) fn hash(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn entry(line: &str) -> Option<(String, Hashes)> {
    let mut parts = line.splitn(3, ' ');
    let mut number = || u64::from_str_radix(parts.next()?, 16).ok();
    let (model, text) = (number()?, number()?);
    Some((parts.next()?.to_owned(), Hashes { model, text }))
}

/// A mark of this build of the generator: the program that it is part of.
fn generator() -> Option<String> {
    let program = env::current_exe().ok()?;
    let metadata = fs::metadata(&program).ok()?;
    let built = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let version = env!("CARGO_PKG_VERSION");
    let (program, length) = (hash(program.as_os_str()), metadata.len());
    Some(format!("{version} {program:016x} {length} {built:?}"))
}

#[cfg(test)]
mod tests {
    use super::{super::write, Hashes, Output, Printed, hash};

    fn output(path: &str, text: &str, model: u64) -> Output {
        Output {
            path: path.to_owned(),
            text: text.to_owned(),
            hashes: Some(Hashes {
                model,
                text: hash(text),
            }),
        }
    }

    #[test]
    fn only_what_is_as_it_was_printed_is_reused() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let folder = folder.path();
        let files = [output("api/a.rs", "a\n", 1), output("api/b c.rs", "b\n", 2)];
        let here = |generator: &str| Printed::of(folder, generator.to_owned());
        assert_eq!(here("one").reuse("api/a.rs", 1), None, "nothing is there");
        write(folder, &files).expect("it can be written");
        here("one").record(&files).expect("it can be written");
        for file in &files {
            let model = file.hashes.expect("it has them").model;
            assert_eq!(here("one").reuse(&file.path, model).as_ref(), Some(file));
            assert_eq!(here("one").reuse(&file.path, 3), None, "another model");
            assert_eq!(
                here("two").reuse(&file.path, model),
                None,
                "another generator"
            );
        }
        assert_eq!(here("one").reuse("api/c.rs", 1), None, "another file");
        std::fs::write(folder.join("api/a.rs"), "edited\n").expect("it can be written");
        assert_eq!(here("one").reuse("api/a.rs", 1), None, "an edited file");
        std::fs::remove_file(folder.join("api/b c.rs")).expect("it is there");
        assert_eq!(here("one").reuse("api/b c.rs", 2), None, "a removed file");
        std::fs::write(folder.join("printed.txt"), "one\nx\n\n1 2\n").expect("it can be written");
        assert_eq!(here("one").reuse("api/a.rs", 1), None, "a broken record");
    }
}
