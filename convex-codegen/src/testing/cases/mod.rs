//! The literate cases of `tests/cases`: a heading is a test, `ts` and `json` blocks are its files,
//! and a `spec`, `diagnostics` or `build` block is what must come out: of evaluation, or of all
//! that a build does. `UPDATE_CASES=1 cargo test` rewrites the latter.
//!
//! A `bytes` block is a file in hexadecimal; a `long` block is one in which `1000 * (` stands for a
//! thousand of them.

mod bad_input;
mod codes;
mod notation;

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    Config,
    diagnostics::{Diagnostics, render},
    ir::Api,
    lower, pipeline, source, typescript,
};

/// A file of this name is the backend, in the place of the folder.
const SPECIFICATION: &str = "spec.json";

/// The start of every `f.ts`.
const PRELUDE: &str = "import { query, mutation, action, internalQuery, internalMutation, internalAction } from \
                       \"./_generated/server\"; import { v } from \"convex/values\";\n";

/// The functions of the backend in `folder`, and the diagnostics as they are printed.
fn understand(folder: &Path) -> (Api, String) {
    let mut diagnostics = Diagnostics::default();
    let project = source::discover(
        source::Files::disk(),
        (folder, Path::new("convex")),
        &mut diagnostics,
    )
    .expect("the folder was just written");
    let pipeline::Evaluated {
        program,
        api,
        mut diagnostics,
    } = pipeline::understand(project, None, diagnostics);
    typescript::name_candidates(&api, &mut diagnostics);
    let report = render::report(&diagnostics, &program.project.sources);
    (api, report)
}

/// Reads the specification in `folder`; returns the functions and the diagnostics.
fn specification(folder: &Path) -> (Api, String) {
    let backend = pipeline::read(folder, Path::new(SPECIFICATION), None).expect("it is one");
    let report = render::report(&backend.diagnostics, &backend.sources);
    (backend.api, report)
}

/// Returns the diagnostics of a build of the backend in `folder`.
fn build(folder: &Path) -> String {
    let mut backend = pipeline::read(folder, Path::new("convex"), None).expect("it can be read");
    let config = Config::new("convex");
    lower::lower(
        &backend.api,
        &backend.sources,
        &config,
        &mut backend.diagnostics,
    );
    let report = render::report(&backend.diagnostics, &backend.sources);
    report.replace(&format!("{}/", folder.display()), "")
}

/// The bytes of a file that a block describes; `None` when it describes none.
fn bytes(block: &Block<'_>) -> Option<Vec<u8>> {
    match block.language {
        "ts" | "json" => Some(block.text.clone().into_bytes()),
        "bytes" => {
            let digits = block.text.split_whitespace();
            let byte = |digits| u8::from_str_radix(digits, 16).expect("a byte in hexadecimal");
            Some(digits.map(byte).collect())
        }
        "long" => {
            let line = |line: &str| match line.split_once(" * ") {
                Some((times, text)) => text.repeat(times.parse().expect("a number")),
                None => format!("{line}\n"),
            };
            Some(
                block
                    .text
                    .lines()
                    .map(line)
                    .collect::<String>()
                    .into_bytes(),
            )
        }
        _ => None,
    }
}

/// A fenced block: its language, its file name, and its lines.
struct Block<'a> {
    language: &'a str,
    name: &'a str,
    text: String,
}

/// Runs the case made of `blocks`; returns the blocks as they should be.
fn run(blocks: &mut [Block<'_>]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for block in blocks.iter() {
        let Some(mut text) = bytes(block) else {
            continue;
        };
        let name = if block.name.is_empty() {
            text.splice(0..0, PRELUDE.bytes());
            "f.ts"
        } else {
            block.name
        };
        let path = folder.path().join("convex").join(name);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let (api, report) = if blocks.iter().any(|block| block.name == SPECIFICATION) {
        specification(&folder.path().join("convex"))
    } else {
        understand(folder.path())
    };
    for block in blocks {
        match block.language {
            "spec" => block.text = notation::api(&api),
            "diagnostics" => block.text = format!("{report}\n"),
            "build" => block.text = format!("{}\n", build(folder.path())),
            _ => {}
        }
    }
}

/// Runs the cases of a file; returns its text as it should be, and the titles of those that differ.
fn check(text: &str) -> (String, Vec<String>) {
    let mut right = String::new();
    let mut differ = Vec::new();
    let mut title = String::new();
    let mut sections: Vec<String> = Vec::new();
    for line in text.split_inclusive('\n') {
        if line.starts_with("## ") || sections.is_empty() {
            sections.push(String::new());
        }
        sections.last_mut().expect("one is there").push_str(line);
    }
    for section in sections {
        if let Some(line) = section
            .lines()
            .next()
            .filter(|line| line.starts_with("## "))
        {
            line[3..].clone_into(&mut title);
        }
        // Odd parts are the insides of fences.
        let parts: Vec<&str> = section.split("```").collect();
        let block = |part: &&str| {
            let (head, text) = part.split_once('\n').unwrap_or((part, ""));
            let (language, name) = head.split_once(' ').unwrap_or((head, ""));
            let (language, name) = (language.to_owned(), name.to_owned());
            (language, name, text.to_owned())
        };
        let inside: Vec<_> = parts.iter().skip(1).step_by(2).map(block).collect();
        let mut blocks: Vec<Block<'_>> = inside
            .iter()
            .map(|(language, name, text)| Block {
                language,
                name,
                text: text.clone(),
            })
            .collect();
        if !blocks.is_empty() {
            run(&mut blocks);
        }
        let mut ran = blocks.iter();
        let mut rewritten = String::new();
        for (index, part) in parts.iter().enumerate() {
            if index % 2 == 0 {
                rewritten.push_str(part);
            } else if let Some(block) = ran.next() {
                let space = if block.name.is_empty() { "" } else { " " };
                let head = format!("```{}{space}{}\n", block.language, block.name);
                rewritten.extend([head.as_str(), &block.text, "```"]);
            }
        }
        if rewritten != section {
            differ.push(format!(
                "## {title}\nis\n{rewritten}\nbut is written as\n{section}"
            ));
        }
        right.push_str(&rewritten);
    }
    (right, differ)
}

/// The files of cases.
fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<PathBuf> = [folder.clone(), folder.join("diagnostics")]
        .iter()
        .flat_map(|folder| fs::read_dir(folder).expect("the cases are part of the repository"))
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    files
}

#[test]
fn what_comes_out_is_what_the_cases_say() {
    let mut failures = Vec::new();
    for path in files() {
        let text = fs::read_to_string(&path).expect("it is text");
        let (right, differ) = check(&text);
        if std::env::var_os("UPDATE_CASES").is_some() {
            fs::write(&path, right).expect("it can be written");
        } else {
            failures.extend(differ);
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
