//! Comments above a declaration, as [`Docs`].

use crate::text::Docs;

/// The most bytes before a declaration at which its comment may start.
const REACH: usize = 32 * 1024;

/// The most bytes of a line that is a lint directive.
const DIRECTIVE: usize = 512;

/// The `/** .. */` that ends right before byte `start` of `text`.
pub(super) fn docs_before(text: &str, start: usize) -> Option<Docs> {
    let mut before = text.get(..start)?.trim_end();
    // A lint directive may stand between the comment and the declaration.
    while let Some(line) = last_line(before)
        && line.trim_start().starts_with("//")
    {
        before = before[..before.len() - line.len()].trim_end();
    }
    if !before.ends_with("*/") {
        return None;
    }
    let floor = floor(before, REACH);
    let open = floor + before[floor..before.len() - 2].rfind("/*")?;
    let inner = before[open..before.len() - 2].strip_prefix("/**")?;
    let docs = parse(inner);
    (!docs.is_empty()).then_some(docs)
}

/// The last line of `text`; `None` if it is longer than a directive is. All data may be one line.
fn last_line(text: &str) -> Option<&str> {
    let start = floor(text, DIRECTIVE);
    let tail = &text[start..];
    match tail.rfind('\n') {
        Some(newline) => Some(&tail[newline + 1..]),
        None => (start == 0).then_some(text),
    }
}

/// The place `reach` bytes before the end of `text`, or the next one between two characters.
fn floor(text: &str, reach: usize) -> usize {
    let mut floor = text.len().saturating_sub(reach);
    while !text.is_char_boundary(floor) {
        floor += 1;
    }
    floor
}

/// The tag that the lines below it belong to.
enum Section {
    Text,
    Param,
    Returns,
    Deprecated,
    Ignored,
}

fn parse(comment: &str) -> Docs {
    let mut docs = Docs::default();
    let mut section = Section::Text;
    let mut text = Vec::new();
    let mut fenced = false;
    for line in comment.lines() {
        let line = line.trim_end();
        let line = line.trim_start().strip_prefix('*').map_or_else(
            || line.trim_start(),
            |rest| rest.strip_prefix(' ').unwrap_or(rest),
        );
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if let Some(tag) = line.trim_start().strip_prefix('@')
            && !fenced
        {
            section = start_tag(&mut docs, tag, &mut text);
            continue;
        }
        match section {
            Section::Text => text.push(line.to_owned()),
            Section::Param => append(docs.params.last_mut().map(|(_, text)| text), line),
            Section::Returns => append(docs.returns.as_mut(), line),
            Section::Deprecated => append(docs.deprecated.as_mut(), line),
            Section::Ignored => {}
        }
    }
    text.join("\n").trim().clone_into(&mut docs.text);
    docs
}

fn start_tag(docs: &mut Docs, tag: &str, text: &mut Vec<String>) -> Section {
    let (name, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let rest = rest.trim();
    match name {
        "deprecated" => {
            docs.deprecated = Some(rest.to_owned());
            Section::Deprecated
        }
        "returns" | "return" => {
            docs.returns = Some(without_type(rest).to_owned());
            Section::Returns
        }
        "param" | "arg" | "argument" => {
            let rest = without_type(rest);
            let (name, about) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            let about = about.trim().trim_start_matches("- ");
            docs.params.push((name.to_owned(), about.to_owned()));
            Section::Param
        }
        "description" | "summary" | "remarks" => {
            text.push(rest.to_owned());
            Section::Text
        }
        _ => Section::Ignored,
    }
}

/// `{string} rest` without its type.
fn without_type(text: &str) -> &str {
    text.strip_prefix('{')
        .and_then(|rest| rest.split_once('}'))
        .map_or(text, |(_, rest)| rest.trim())
}

fn append(text: Option<&mut String>, line: &str) {
    if let Some(text) = text
        && !line.trim().is_empty()
    {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(line.trim());
    }
}
