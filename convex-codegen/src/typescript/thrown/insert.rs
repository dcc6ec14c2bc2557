//! Sources with a question at each place that throws.

use std::{collections::BTreeSet, fmt::Write as _};

use super::{Throws, relative};
use crate::{
    resolve::Program,
    source::{FileId, Span},
    typescript::probe::FOLDER,
};

/// The module that the questions are from.
pub(in crate::typescript) const PROBE: &str = include_str!("../thrown.ts");

/// The name of that module's file.
pub(in crate::typescript) const PROBE_NAME: &str = "thrown.ts";

/// The name that the questions have in sources.
const QUESTION: &str = "__convex_codegen_thrown";

/// The source of `file` with its questions.
///
/// It asks for no less than the project does: comments that keep the compiler from checking a line
/// or a file are undone.
pub(in crate::typescript) fn questioned(
    program: &Program,
    throws: &Throws,
    file: FileId,
) -> Option<String> {
    let path = program.project.loader.path(file)?;
    let text = &program.project.sources.file(file).text;
    let is_script = path.extension().is_some_and(|extension| {
        let extension = extension.to_string_lossy();
        extension.starts_with("js") || extension == "mjs" || extension == "cjs"
    });
    let mut insertions: BTreeSet<(usize, String)> = BTreeSet::new();
    for (index, span) in throws.places.iter().enumerate() {
        if span.file == file {
            let (from, to) = thrown(text, *span)?;
            insertions.insert((from, format!(" {QUESTION}(")));
            insertions.insert((to, format!(", {index}, 0)")));
        }
    }
    for span in throws.codes.iter().filter(|span| span.file == file) {
        let (from, to) = (span.start as usize, span.end as usize);
        if is_script {
            insertions.insert((from, "/** @type {const} */(".to_owned()));
            insertions.insert((to, ")".to_owned()));
        } else {
            insertions.insert((to, " as const".to_owned()));
        }
    }
    let folder = path.parent()?;
    let module = relative(
        folder,
        &program.project.functions.join(FOLDER).join("thrown.js"),
    );
    let module = if module.starts_with("..") {
        module
    } else {
        format!("./{module}")
    };
    let mut questioned = String::new();
    if is_script {
        questioned.push_str("// @ts-check\n");
    }
    let _ = writeln!(
        questioned,
        "import {{ thrown as {QUESTION} }} from {module:?};"
    );
    let mut at = 0;
    for (position, insertion) in insertions {
        questioned.push_str(&unguarded(text.get(at..position)?));
        questioned.push_str(&insertion);
        at = position;
    }
    questioned.push_str(&unguarded(text.get(at..)?));
    Some(questioned)
}

/// Start and end of what the statement at `span` throws.
fn thrown(text: &str, span: Span) -> Option<(usize, usize)> {
    let start = span.start as usize;
    let statement = text.get(start..span.end as usize)?;
    let expression = statement.strip_prefix("throw")?;
    let expression = expression.trim_end().trim_end_matches(';').trim_end();
    let from = start + "throw".len();
    Some((from, from + expression.len()))
}

/// `text` without the comments that turn checks off.
fn unguarded(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    ["@ts-nocheck", "@ts-ignore", "@ts-expect-error"]
        .iter()
        .fold(text.to_owned(), |text, guard| {
            text.replace(guard, &guard.replace("@ts", "@no"))
        })
}
