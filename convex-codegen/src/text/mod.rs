//! Texts by number, and places in them. Everything else may know these.

mod docs;
mod lines;
mod span;

use std::{collections::BTreeMap, sync::OnceLock};

pub(crate) use docs::Docs;
use lines::Lines;
pub(crate) use span::Span;

/// The number of a file in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name in messages and docs: relative to the crate, separated by `/`
    /// (`convex/payments.ts`).
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A position as editors count it, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// Every file read so far.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    /// Of each file, once a position in it is requested.
    lines: Vec<OnceLock<Lines>>,
    bytes: u64,
    /// Of built-in texts, the import that each of them was first read for.
    imports: BTreeMap<FileId, Span>,
}

impl PartialEq for Sources {
    fn eq(&self, other: &Self) -> bool {
        self.files == other.files
    }
}

impl Eq for Sources {}

impl Sources {
    /// Adds a file and returns its id.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        let id = u32::try_from(self.files.len()).expect("fewer than 2^32 files are read");
        self.bytes += u64::try_from(file.text.len()).unwrap_or(u64::MAX);
        self.files.push(file);
        self.lines.push(OnceLock::new());
        FileId(id)
    }

    /// The total size of all files in bytes.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The file `id`, which came from [`Sources::add`].
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// Notes that the text `file` is built in, and was read for `import`.
    pub fn stands_in(&mut self, file: FileId, import: Span) {
        let import = self.written(import).unwrap_or(import);
        self.imports.entry(file).or_insert(import);
    }

    /// The import by which the text of `span` came in, if that is built in: the place that its
    /// reader can change.
    pub fn written(&self, span: Span) -> Option<Span> {
        self.imports.get(&span.file).copied()
    }

    /// All files, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// Line and column of the start of `span`.
    pub fn position(&self, span: Span) -> LineColumn {
        self.line_column(span.file, span.start)
    }

    /// Line and column after the end of `span`.
    pub fn end(&self, span: Span) -> LineColumn {
        self.line_column(span.file, span.end.max(span.start))
    }

    fn line_column(&self, file: FileId, offset: u32) -> LineColumn {
        let text = &self.file(file).text;
        let lines = self.lines[file.0 as usize].get_or_init(|| Lines::of(text));
        lines.position(text, offset as usize)
    }
}
