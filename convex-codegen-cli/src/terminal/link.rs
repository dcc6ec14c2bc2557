//! Links to files. They are always written; the terminal strips them where they do not belong.

use std::{borrow::Cow, env, path::Path};

use anstyle_hyperlink::Hyperlink;
use convex_codegen::{Diagnostic, inspect::Place};

/// The start of each link, and of its end: `OSC 8`.
const MARK: &str = "\x1b]8;;";

/// The end of each mark: `ST`.
const END: &str = "\x1b\\";

/// `path:line`, as a link to the file.
pub(crate) fn place(place: &Place) -> String {
    at(&place.path, &format!("{}:{}", place.path, place.line))
}

/// `text` as a link to the file at `path`, if there is one: places of other revisions and of
/// deployments have none.
pub(crate) fn at(path: &str, text: &str) -> String {
    let link = match env::current_dir().map(|here| here.join(Path::new(path))) {
        Ok(file) if file.exists() => Hyperlink::with_path(&file),
        _ => Hyperlink::default(),
    };
    format!("{link}{text}{link:#}")
}

/// A rendered diagnostic whose place is a link.
pub(super) fn diagnostic(diagnostic: &Diagnostic) -> String {
    let place = format!(
        "{}:{}:{}",
        diagnostic.path, diagnostic.line, diagnostic.column
    );
    let link = at(&diagnostic.path, &place);
    diagnostic.coloured.replacen(&place, &link, 1)
}

/// `text` without links.
pub(super) fn stripped(text: &str) -> Cow<'_, str> {
    if !text.contains(MARK) {
        return Cow::Borrowed(text);
    }
    let mut parts = text.split(MARK);
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once(END).map_or("", |(_, shown)| shown));
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::{at, stripped};

    #[test]
    fn a_file_that_exists_is_linked() {
        let linked = at("src/lib.rs", "src/lib.rs:1");
        assert!(linked.starts_with("\x1b]8;;file://"), "{linked:?}");
        assert!(
            linked.contains("/src/lib.rs\x1b\\src/lib.rs:1\x1b]8;;\x1b\\"),
            "{linked:?}"
        );
        assert_eq!(stripped(&format!("a {linked} b")), "a src/lib.rs:1 b");
        assert_eq!(at("src/none.rs", "src/none.rs:1"), "src/none.rs:1");
    }
}
