//! Changes as text, Markdown and JSON.

use std::fmt::Write;

use convex_codegen::inspect::Place;
use serde_json::{Value, json};

use super::{Change, Impact};
use crate::terminal::{self, bad, bold, dim, doubtful, good};

const IMPACTS: [(Impact, &str); 3] = [
    (Impact::Breaking, "breaking"),
    (Impact::Unknown, "unknown"),
    (Impact::Compatible, "compatible"),
];

/// Renders the changes for a terminal, breaking ones first.
pub(crate) fn text(changes: &[Change]) -> String {
    if changes.is_empty() {
        return "no changes".to_owned();
    }
    let mut text = String::new();
    for (impact, name) in IMPACTS {
        for change in changes.iter().filter(|change| change.impact == impact) {
            let mark = match impact {
                Impact::Breaking => bad(format!("{name:<10}")),
                Impact::Unknown => doubtful(format!("{name:<10}")),
                Impact::Compatible => good(format!("{name:<10}")),
            };
            let places = dim(places(change, terminal::place));
            let subject = bold(&change.subject);
            let _ = writeln!(text, "{mark}  {subject}: {}{places}", change.message);
        }
    }
    text.push_str(&summary(changes));
    text
}

/// `2 breaking, 1 compatible`.
pub(super) fn summary(changes: &[Change]) -> String {
    let counts: Vec<String> = IMPACTS
        .iter()
        .map(|(impact, name)| {
            let of = changes.iter().filter(|change| change.impact == *impact);
            (of.count(), name)
        })
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}"))
        .collect();
    counts.join(", ")
}

/// The places of a change, each written by `at`.
fn places(change: &Change, at: fn(&Place) -> String) -> String {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if at(old) == at(new) => format!("  {}", at(new)),
        (Some(old), Some(new)) => format!("  {} → {}", at(old), at(new)),
        (Some(place), None) | (None, Some(place)) => format!("  {}", at(place)),
        (None, None) => String::new(),
    }
}

fn plain(place: &Place) -> String {
    format!("{}:{}", place.path, place.line)
}

/// The changes for a pull request.
pub(crate) fn markdown(changes: &[Change]) -> String {
    let mut text = "## Convex API changes\n\n".to_owned();
    if changes.is_empty() {
        text.push_str("None.\n");
        return text;
    }
    for (impact, name) in IMPACTS {
        let of: Vec<&Change> = changes
            .iter()
            .filter(|change| change.impact == impact)
            .collect();
        if of.is_empty() {
            continue;
        }
        let title = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
        let _ = writeln!(text, "### {title} ({})\n", of.len());
        for change in of {
            let message = escaped(&change.message);
            let places = places(change, plain);
            let places = places.trim_start();
            let places = if places.is_empty() {
                String::new()
            } else {
                format!(" <sub>{}</sub>", escaped(places))
            };
            let _ = writeln!(text, "- `{}`: {message}{places}", change.subject);
        }
        text.push('\n');
    }
    text
}

/// Text outside of code spans in which nothing is HTML.
fn escaped(text: &str) -> String {
    let mut in_code = false;
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '`' => in_code = !in_code,
            '<' if !in_code => {
                escaped.push_str("&lt;");
                continue;
            }
            '|' | '*' | '_' if !in_code => escaped.push('\\'),
            _ => {}
        }
        escaped.push(c);
    }
    escaped
}

/// The changes for programs.
pub(crate) fn json(changes: &[Change]) -> Value {
    let place = |place: &Option<Place>| {
        place
            .as_ref()
            .map(|place| json!({ "file": place.path, "line": place.line }))
    };
    let changes = changes.iter().map(|change| {
        let impact = IMPACTS.iter().find(|(impact, _)| *impact == change.impact);
        json!({
            "impact": impact.map(|(_, name)| name),
            "subject": change.subject,
            "message": change.message,
            "old": place(&change.old),
            "new": place(&change.new),
        })
    });
    json!({ "changes": changes.collect::<Vec<Value>>() })
}
