//! Environment variables: those in `.env` files, and those that a backend reads.

mod used;

use std::{collections::BTreeMap, env, fs, path::Path};

use crate::failure::{Failure, Outcome};

pub(crate) use used::{Use, used};

/// The file that `npx convex dev` writes.
const FILE: &str = ".env.local";

/// Variables that hold a deployment's URL, in this order; frameworks read the later ones.
const URLS: [&str; 4] = [
    "CONVEX_URL",
    "CONVEX_SELF_HOSTED_URL",
    "VITE_CONVEX_URL",
    "NEXT_PUBLIC_CONVEX_URL",
];

/// The deployment that the environment or `.env.local` names.
pub(crate) fn deployment_url() -> Outcome<String> {
    let from_process = |name: &&str| env::var(name).ok().filter(|url| !url.is_empty());
    if let Some(url) = URLS.iter().find_map(from_process) {
        return Ok(url);
    }
    let file = fs::read_to_string(FILE)
        .map(|text| parse(&text))
        .unwrap_or_default();
    let url = URLS.iter().find_map(|name| file.get(*name));
    url.cloned().ok_or_else(|| {
        Failure::Text(
            "no deployment is named: pass `--url`, set `CONVEX_URL`, or run `npx convex dev` once, which writes `.env.local`".to_owned(),
        )
    })
}

/// The variables of the file at `path`.
pub(crate) fn read(path: &Path) -> Outcome<BTreeMap<String, String>> {
    let text = fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error))?;
    Ok(parse(&text))
}

/// `NAME=value`, `NAME="a\nb"`, `export NAME='value' # comment`; a quoted value may span lines.
pub(crate) fn parse(text: &str) -> BTreeMap<String, String> {
    let mut variables = BTreeMap::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find('\n').unwrap_or(rest.len());
        let line = rest[..end].trim_start();
        let line = line.strip_prefix("export ").unwrap_or(line);
        let entry = line
            .split_once('=')
            .filter(|(name, _)| is_name(name.trim()));
        let Some((name, value)) = entry else {
            rest = rest.get(end + 1..).unwrap_or_default();
            continue;
        };
        let value = value.trim();
        let quote = value
            .chars()
            .next()
            .filter(|c| matches!(c, '"' | '\'' | '`'));
        let Some(quote) = quote else {
            let value = value.split(" #").next().unwrap_or_default().trim();
            variables.insert(name.trim().to_owned(), value.to_owned());
            rest = rest.get(end + 1..).unwrap_or_default();
            continue;
        };
        // From the quote on, over as many lines as it takes.
        let start = rest.find(quote).unwrap_or(end) + quote.len_utf8();
        let inside = &rest[start..];
        let Some(length) = closing(inside, quote) else {
            rest = rest.get(end + 1..).unwrap_or_default();
            continue;
        };
        let value = match quote {
            '"' => inside[..length].replace("\\n", "\n").replace("\\\"", "\""),
            _ => inside[..length].to_owned(),
        };
        variables.insert(name.trim().to_owned(), value);
        let after = &inside[length..];
        rest = after.find('\n').map_or("", |end| &after[end + 1..]);
    }
    variables
}

/// Returns the offset of the closing quote. In double quotes, a backslash escapes it.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if c == quote && !escaped {
            return Some(at);
        }
        escaped = quote == '"' && c == '\\' && !escaped;
    }
    None
}

fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn lines_of_env_files() {
        let text = "# A comment\nA=1 # one\n\nexport B=\"x\\ny # z\"\nC='single \"quoted\"'\nD=\"two\nlines\"\nE=\nnot a line\nF=a=b\nG=\"open\nH=last";
        let variables = parse(text);
        let expected = [
            ("A", "1"),
            ("B", "x\ny # z"),
            ("C", "single \"quoted\""),
            ("D", "two\nlines"),
            ("E", ""),
            ("F", "a=b"),
            ("H", "last"),
        ];
        let variables: Vec<(&str, &str)> = variables
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(variables, expected);
    }
}
