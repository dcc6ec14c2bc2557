//! The `process.env` names that a backend reads, and where.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::failure::{Failure, Outcome};

/// A place that reads an environment variable.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Use {
    /// The variable; `None` where it is computed.
    pub name: Option<String>,
    pub file: PathBuf,
    /// From 1.
    pub line: usize,
}

const EXTENSIONS: [&str; 8] = ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"];

/// Returns the variables that modules below `folder` read, sorted by name.
///
/// Installed packages and generated files are skipped.
pub(crate) fn used(folder: &Path) -> Outcome<Vec<Use>> {
    let mut uses = Vec::new();
    walk(folder, &mut uses)?;
    uses.sort();
    Ok(uses)
}

fn walk(folder: &Path, uses: &mut Vec<Use>) -> Outcome<()> {
    let entries = fs::read_dir(folder).map_err(|error| Failure::io("list", folder, &error))?;
    for entry in entries {
        let entry = entry.map_err(|error| Failure::io("list", folder, &error))?;
        let path = entry.path();
        let name = entry.file_name();
        let kind = entry
            .file_type()
            .map_err(|error| Failure::io("read", &path, &error))?;
        if kind.is_dir() {
            if name != "node_modules" && name != "_generated" {
                walk(&path, uses)?;
            }
            continue;
        }
        let extension = path.extension().and_then(|extension| extension.to_str());
        if extension.is_some_and(|extension| EXTENSIONS.contains(&extension)) {
            let text = fs::read(&path).map_err(|error| Failure::io("read", &path, &error))?;
            for (line, name) in in_text(&String::from_utf8_lossy(&text)) {
                uses.push(Use {
                    name,
                    file: path.clone(),
                    line,
                });
            }
        }
    }
    Ok(())
}

/// Returns the lines and names of the variables that a module reads.
fn in_text(text: &str) -> Vec<(usize, Option<String>)> {
    let code = code(text);
    let mut found = Vec::new();
    for (at, _) in code.match_indices("process.env") {
        let line = text[..at].matches('\n').count() + 1;
        // A spread is not a property access.
        let before = code[..at].trim_end_matches("...").chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | '.')) {
            continue;
        }
        let end = at + "process.env".len();
        let rest = code[end..].trim_start();
        let rest = rest.strip_prefix('!').unwrap_or(rest).trim_start();
        let rest = rest
            .strip_prefix('?')
            .filter(|rest| rest.starts_with('.'))
            .unwrap_or(rest);
        if let Some(rest) = rest.strip_prefix('.') {
            let name: String = rest
                .trim_start()
                .chars()
                .take_while(|c| is_part(*c))
                .collect();
            if !name.is_empty() {
                found.push((line, Some(name)));
                continue;
            }
        }
        if rest.trim_start_matches('.').starts_with('[') {
            let offset = end + code[end..].find('[').unwrap_or(0) + 1;
            found.push((line, quoted(text[offset..].trim_start())));
            continue;
        }
        if rest.chars().next().is_some_and(is_part) {
            continue;
        }
        match destructured(&code[..at]) {
            Some(names) => found.extend(names.into_iter().map(|name| (line, Some(name)))),
            None => found.push((line, None)),
        }
    }
    found
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

/// The text in quotes that `text` starts with, up to a `]`.
fn quoted(text: &str) -> Option<String> {
    let quote = text
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let (name, rest) = text[1..].split_once(quote)?;
    (rest.trim_start().starts_with(']') && !name.contains("${")).then(|| name.to_owned())
}

/// The names of `const { A, B: c = 1 } =` that `before` ends with.
fn destructured(before: &str) -> Option<Vec<String>> {
    let before = before
        .trim_end()
        .strip_suffix('=')?
        .trim_end()
        .strip_suffix('}')?;
    let (_, names) = before.rsplit_once('{')?;
    let names = names.split(',').map(|part| {
        let part = part.trim();
        part.chars().take_while(|c| is_part(*c)).collect::<String>()
    });
    Some(names.filter(|name| !name.is_empty()).collect())
}

/// Returns the text with comments and quoted text blanked, at the same byte length.
fn code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    // The number of braces open in each `${`; below it, the template that continues after them.
    let mut templates: Vec<usize> = Vec::new();
    let blank = |out: &mut String, c: char| {
        if c == '\n' {
            out.push(c);
        } else {
            out.extend(std::iter::repeat_n(' ', c.len_utf8()));
        }
    };
    let mut last = ' ';
    while let Some((at, c)) = chars.next() {
        let rest = &text[at..];
        if rest.starts_with("//") || rest.starts_with("/*") {
            let end = if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else {
                rest[2..].find("*/").map_or(rest.len(), |end| end + 4)
            };
            blank(&mut out, c);
            while let Some((_, c)) = chars.next_if(|(next, _)| *next < at + end) {
                blank(&mut out, c);
            }
            continue;
        }
        let resumes = c == '}' && templates.last() == Some(&0);
        if resumes {
            templates.pop();
        }
        let is_regex = c == '/'
            && matches!(
                last,
                '(' | ',' | '=' | ':' | '[' | '!' | '&' | '|' | '?' | '{' | '}' | ';' | '\n'
            );
        if matches!(c, '"' | '\'' | '`') || resumes || is_regex {
            let close = if resumes { '`' } else { c };
            blank(&mut out, c);
            let mut escaped = false;
            while let Some((inner, c)) = chars.next() {
                if close == '`' && !escaped && text[inner..].starts_with("${") {
                    blank(&mut out, c);
                    chars.next();
                    out.push(' ');
                    templates.push(0);
                    break;
                }
                blank(&mut out, c);
                if !escaped && (c == close || (c == '\n' && close != '`')) {
                    break;
                }
                escaped = c == '\\' && !escaped;
            }
            last = '"';
            continue;
        }
        if let Some(open) = templates.last_mut() {
            match c {
                '{' => *open += 1,
                '}' => *open -= 1,
                _ => {}
            }
        }
        if !c.is_whitespace() {
            last = c;
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::in_text;

    fn names(text: &str) -> Vec<String> {
        let found = in_text(text).into_iter();
        found
            .map(|(line, name)| format!("{line} {}", name.unwrap_or("?".to_owned())))
            .collect()
    }

    #[test]
    fn every_way_to_read_one() {
        let text = "const a = process.env.A!;\nconst b = process.env[\"B\"];\nconst { C, D: d = 'x' } = process.env;\nf(process.env['E'] ?? 1);\nconst g = process.env[name];\nconst all = { ...process.env };\nprocess.env?.H;\n`${process.env.I} process.env.NOT ${ { a: `${process.env.J}` } }`;\n";
        assert_eq!(
            names(text),
            [
                "1 A", "2 B", "3 C", "3 D", "4 E", "5 ?", "6 ?", "7 H", "8 I", "8 J"
            ]
        );
    }

    #[test]
    fn comments_and_texts_read_nothing() {
        let text = "// process.env.A\n/* process.env.B\n */ const s = \"process.env.C\";\nconst r = /\"/; process.env.D; 'it\\'s process.env.E';\nmyprocess.env.F; x.process.env.G; process.environment;";
        assert_eq!(names(text), ["4 D"]);
    }
}
