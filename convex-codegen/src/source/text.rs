//! The text of one file. Pipes and devices have no end, so that only files are read.

use std::{fs, io, path::Path};

/// No file that is larger is read.
const LARGEST: u64 = 64 << 20;

/// The bytes of the file at `path`.
pub fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    if metadata.len() > LARGEST {
        return Err(io::Error::other("it is larger than 64 MB"));
    }
    fs::read(path)
}

/// The text of the file at `path`.
pub fn of(path: &Path) -> io::Result<String> {
    String::from_utf8(bytes(path)?)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}
