//! The literate cases of `tests/cases`: a heading is a test, `ts` blocks are its files, and a `spec` or `diagnostics` block is what
//! must come out. `UPDATE_CASES=1 cargo test` rewrites the latter.

mod bad_input;
mod codes;
mod notation;

use std::{fs, path::Path};

use crate::{
    diagnostics::{Diagnostics, render},
    ir::Api,
    resolve, source, syntax,
};

/// What every `f.ts` starts with.
const PRELUDE: &str = "import { query, mutation, action, internalQuery, internalMutation, internalAction } from \
                       \"./_generated/server\"; import { v } from \"convex/values\";\n";

/// The functions of the backend in `folder`, and the diagnostics as they are printed.
fn understand(folder: &Path) -> (Api, String) {
    let mut diagnostics = Diagnostics::default();
    let project = source::discover(folder, Path::new("convex"), &mut diagnostics)
        .expect("the folder was just written");
    let modules = project.modules.iter().map(|module| module.file);
    let mut files: Vec<_> = modules.chain(project.schema).collect();
    files.sort_unstable();
    let modules = syntax::parse_all(&project.sources, &files, &mut diagnostics);
    let mut program = resolve::link(project, modules);
    let api = super::evaluate(&mut program, &mut diagnostics);
    let report = render::report(&diagnostics, &program.project.sources);
    (api, report)
}

/// A fenced block: its language, its file name, and its lines.
struct Block<'a> {
    language: &'a str,
    name: &'a str,
    text: String,
}

/// Runs the case made of `blocks`; gives the blocks as they should be.
fn run(blocks: &mut [Block<'_>]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for block in blocks
        .iter()
        .filter(|block| ["ts", "json"].contains(&block.language))
    {
        let name = if block.name.is_empty() {
            "f.ts"
        } else {
            block.name
        };
        let path = folder.path().join("convex").join(name);
        fs::create_dir_all(path.parent().expect("below the folder")).expect("a folder");
        let prelude = if name == "f.ts" { PRELUDE } else { "" };
        fs::write(path, format!("{prelude}{}", block.text)).expect("a file");
    }
    let (api, report) = understand(folder.path());
    for block in blocks {
        match block.language {
            "spec" => block.text = notation::api(&api),
            "diagnostics" => block.text = format!("{report}\n"),
            _ => {}
        }
    }
}

/// Runs the cases of a file; gives its text as it should be, and the titles of those that differ.
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

#[test]
fn what_comes_out_is_what_the_cases_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut failures = Vec::new();
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("the cases are part of the repository")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    for path in files {
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
