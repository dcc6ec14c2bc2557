//! The English of documentation: a summary starts with a verb or a noun phrase, and some phrases are never right.

use std::fs;

/// Words that no summary starts with: they make it half a sentence.
const STARTS: &[&str] = &[
    "What",
    "Whether",
    "Over what",
    "Who",
    "Whoever",
    "Whose",
    "Where",
    "How",
    "Why",
    "Which",
    "When",
    "Gives",
    "The same",
];

/// Phrases that read as translated.
const PHRASES: &[(&str, &str)] = &[
    (" is no ", "is not a"),
    (" are no ", "are not"),
    ("somebody", "a user, a caller, another client"),
    ("nobody", "no caller, no user"),
    ("whoever", "the user who, the caller that"),
    ("what it gives", "what it returns"),
];

/// Continuations that make a phrase right: "is no longer".
const RIGHT: &[&str] = &[
    "there is no ",
    "there are no ",
    "is no longer",
    "are no longer",
    "is no more than",
    "is no less",
    "is no such",
    "are no such",
    "is no better",
    "is no worse",
];

const CRATES: &[&str] = &[
    "convex-codegen",
    "convex-codegen-cli",
    "convex-dioxus",
    "convex-leptos",
    "convex-macros",
    "convex-runtime",
    "examples",
];

#[test]
fn summaries_start_with_a_verb_or_a_noun() {
    let mut broken = Vec::new();
    for (place, line) in first_lines_of_docs() {
        if STARTS.iter().any(|start| {
            line.strip_prefix(start)
                .is_some_and(|rest| rest.starts_with(' '))
        }) {
            broken.push(format!("{place}: {line}"));
        }
    }
    assert!(
        broken.is_empty(),
        "{} summaries are half sentences:\n{}",
        broken.len(),
        broken.join("\n")
    );
}

#[test]
fn comments_and_pages_read_as_english() {
    let mut broken = Vec::new();
    for (place, line) in comments().chain(pages()) {
        let plain = RIGHT
            .iter()
            .fold(line.to_lowercase(), |line, right| line.replace(right, ""));
        for (phrase, better) in PHRASES {
            if plain.contains(phrase) {
                broken.push(format!("{place}: `{phrase}`, better {better}: {line}"));
            }
        }
    }
    assert!(
        broken.is_empty(),
        "{} lines read as translated:\n{}",
        broken.len(),
        broken.join("\n")
    );
}

/// The lines of all Rust files, with their places.
fn lines() -> impl Iterator<Item = (String, String)> {
    CRATES
        .iter()
        .map(|name| house::root().join(name))
        .filter(|folder| folder.exists())
        .flat_map(|folder| house::files(&folder, ".rs"))
        .flat_map(|path| {
            let text = fs::read_to_string(&path).expect("a source file can be read");
            let path = path.display().to_string();
            let path = path
                .rsplit_once("../")
                .map_or(path.clone(), |(_, path)| path.to_owned());
            text.lines()
                .enumerate()
                .map(|(index, line)| (format!("{path}:{}", index + 1), line.trim().to_owned()))
                .collect::<Vec<_>>()
        })
}

fn doc(line: &str) -> Option<&str> {
    line.strip_prefix("///")
        .or_else(|| line.strip_prefix("//!"))
        .map(str::trim)
}

/// The first line of each block of documentation.
fn first_lines_of_docs() -> impl Iterator<Item = (String, String)> {
    let mut inside = false;
    lines().filter_map(move |(place, line)| {
        let text = doc(&line).map(str::to_owned);
        let first = text.is_some() && !inside;
        inside = text.is_some();
        text.filter(|_| first).map(|text| (place, text))
    })
}

fn comments() -> impl Iterator<Item = (String, String)> {
    lines().filter(|(_, line)| line.starts_with("//"))
}

fn pages() -> impl Iterator<Item = (String, String)> {
    let root = house::root();
    let names = [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "tests/README.md",
    ];
    let pages = names.iter().map(|name| root.join(name)).collect::<Vec<_>>();
    let book = root.join("docs");
    let book = if book.exists() {
        house::files(&book, ".md")
    } else {
        Vec::new()
    };
    pages.into_iter().chain(book).flat_map(|path| {
        let text = fs::read_to_string(&path).expect("a page can be read");
        let path = path.display().to_string();
        text.lines()
            .enumerate()
            .map(|(index, line)| (format!("{path}:{}", index + 1), line.to_owned()))
            .collect::<Vec<_>>()
    })
}
