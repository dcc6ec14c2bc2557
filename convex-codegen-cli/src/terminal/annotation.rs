//! Diagnostics for programs: JSON lines, and workflow commands of GitHub Actions.

use convex_codegen::{Diagnostic, Severity};
use serde_json::json;

/// One diagnostic as a JSON object on one line.
pub(super) fn json(diagnostic: &Diagnostic) -> String {
    json!({
        "level": level(diagnostic.severity),
        "code": diagnostic.code,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "file": diagnostic.path,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "endLine": diagnostic.end_line,
        "endColumn": diagnostic.end_column,
        "rendered": diagnostic.rendered,
    })
    .to_string()
}

/// A message without a place as a JSON object on one line.
pub(super) fn json_text(level: &str, text: &str) -> String {
    json!({ "level": level, "message": text }).to_string()
}

/// One diagnostic as an annotation of a pull request.
pub(super) fn github(diagnostic: &Diagnostic) -> String {
    let mut message = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        message.push_str("; help: ");
        message.push_str(help);
    }
    format!(
        "::{} file={},line={},col={},endLine={},title={}::{}",
        level(diagnostic.severity),
        property(&diagnostic.path),
        diagnostic.line,
        diagnostic.column,
        diagnostic.end_line,
        property(diagnostic.code),
        data(&message)
    )
}

/// A message without a place as an annotation.
pub(super) fn github_text(level: &str, text: &str) -> String {
    format!("::{level}::{}", data(text))
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        _ => "notice",
    }
}

/// A text that neither ends the line nor starts another command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, github_text, property};

    #[test]
    fn a_line_break_starts_no_command() {
        let text = "a\n::error::b\r%0A, c: d";
        assert_eq!(data(text), "a%0A::error::b%0D%250A, c: d");
        assert_eq!(property(text), "a%0A%3A%3Aerror%3A%3Ab%0D%250A%2C c%3A d");
        assert_eq!(github_text("error", text).lines().count(), 1);
    }
}
