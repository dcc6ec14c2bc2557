//! A place in the source: a file and a byte range.

use super::FileId;

/// A byte range of one source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span over `start..end` of `file`.
    pub const fn new(file: FileId, start: u32, end: u32) -> Self {
        Self { file, start, end }
    }

    /// The empty span at the start of `file`, for what concerns the file as a whole.
    pub const fn file_start(file: FileId) -> Self {
        Self::new(file, 0, 0)
    }
}
