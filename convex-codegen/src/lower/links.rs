//! Places in the source, as documentation names them.

use std::fmt::Write as _;

use crate::{
    config::Config,
    source::{Sources, Span, installed_package},
};

use super::markdown;

/// Writes places: `convex/ai.ts:3`, and as a link where the folder's repository is known.
pub(super) struct Links<'a> {
    sources: &'a Sources,
    url: Option<&'a str>,
    /// The functions folder, as file paths start.
    folder: &'a str,
}

impl<'a> Links<'a> {
    /// Links as `config` wants them.
    pub(super) fn new(sources: &'a Sources, config: &'a Config, folder: &'a str) -> Self {
        Self {
            sources,
            url: config.source_url.as_deref(),
            folder,
        }
    }

    /// The package that the file of `span` belongs to, if it is an installed one.
    pub(super) fn package(&self, span: Span) -> Option<&str> {
        installed_package(&self.sources.file(span.file).path, self.folder)
    }

    /// The path of a file, or the name of the package that it belongs to, as a code span.
    pub(super) fn file(&self, span: Span) -> String {
        let path = &self.sources.file(span.file).path;
        markdown::code(self.package(span).unwrap_or(path))
    }

    /// The file and line of `span`, or the name of the package that it lies in.
    pub(super) fn place(&self, span: Span) -> String {
        let line = self.sources.position(span).line;
        let path = &self.sources.file(span.file).path;
        if let Some(package) = self.package(span) {
            return markdown::code(package);
        }
        let place = markdown::code(&format!("{path}:{line}"));
        let Some(url) = self.url else { return place };
        let below = path
            .strip_prefix(self.folder)
            .and_then(|rest| rest.strip_prefix('/'))
            .unwrap_or(path);
        let url = url
            .replace("{path}", &percent_encoded(below))
            .replace("{line}", &line.to_string());
        format!("[{place}]({url})")
    }
}

/// A path as part of an address, where nothing in it ends the link.
fn percent_encoded(path: &str) -> String {
    let mut encoded = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                encoded.push(char::from(byte));
            }
            _ => {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}
