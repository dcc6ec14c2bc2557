//! The text of one file. Pipes and devices have no end, so that only regular files are read.

use std::{fs, io, path::Path};

/// No file that is larger is read.
const LARGEST: u64 = 64 << 20;

/// The bytes of the file at `path`.
pub(crate) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    if metadata.len() > LARGEST {
        return Err(io::Error::other("it is larger than 64 MB"));
    }
    fs::read(path)
}

/// The text of the file at `path`, which must be UTF-8.
pub(crate) fn of(path: &Path) -> io::Result<String> {
    String::from_utf8(bytes(path)?)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

/// The text that `bytes` are in UTF-8, each that is not replaced by U+FFFD.
pub(crate) fn lossy(bytes: Vec<u8>) -> String {
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    }
}

/// Returns whether `bytes` start as UTF-16 does.
pub(crate) fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff])
}

/// Decodes `bytes` as UTF-8 or UTF-16, according to their byte order mark, which is removed.
/// `PowerShell` redirects in UTF-16.
///
/// # Errors
///
/// If `bytes` are neither.
pub(crate) fn decode(bytes: Vec<u8>) -> io::Result<String> {
    let invalid = |error: &dyn std::fmt::Display| {
        io::Error::new(io::ErrorKind::InvalidData, error.to_string())
    };
    let unit: fn([u8; 2]) -> u16 = match bytes.get(..2) {
        Some([0xff, 0xfe]) => u16::from_le_bytes,
        Some([0xfe, 0xff]) => u16::from_be_bytes,
        _ => {
            let text = String::from_utf8(bytes).map_err(|error| invalid(&error))?;
            return Ok(text.trim_start_matches('\u{feff}').to_owned());
        }
    };
    let (pairs, _) = bytes[2..].as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    String::from_utf16(&units).map_err(|error| invalid(&error))
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn a_byte_order_mark_says_the_encoding() {
        let utf16 =
            |swap: fn(u16) -> [u8; 2]| "\u{feff}{é}".encode_utf16().flat_map(swap).collect();
        for bytes in [
            "{é}".as_bytes().to_vec(),
            "\u{feff}{é}".as_bytes().to_vec(),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
        ] {
            assert_eq!(decode(bytes).expect("it is text"), "{é}");
        }
        assert!(decode(vec![0x80]).is_err());
    }
}
