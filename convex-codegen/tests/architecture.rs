//! The house rules that can be read off the sources of all published crates: who may know whom,
//! file sizes, names, module docs.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The modules of `convex-codegen` that a module may name. `pipeline` and `lib` may name all.
const LAYERS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("source", &["error", "diagnostics", "text"]),
    ("error", &["diagnostics"]),
    ("config", &["error"]),
    ("diagnostics", &["text"]),
    ("ir", &["text", "source", "diagnostics"]),
    ("model", &["text", "ir", "config"]),
    ("syntax", &["text", "source", "diagnostics", "parallel"]),
    (
        "resolve",
        &["text", "syntax", "source", "diagnostics", "parallel"],
    ),
    (
        "script",
        &["text", "resolve", "syntax", "source", "diagnostics"],
    ),
    (
        "convex",
        &[
            "text",
            "script",
            "resolve",
            "syntax",
            "source",
            "ir",
            "diagnostics",
        ],
    ),
    (
        "packages",
        &[
            "text",
            "convex",
            "script",
            "resolve",
            "syntax",
            "source",
            "ir",
            "diagnostics",
        ],
    ),
    (
        "typescript",
        &[
            "text",
            "resolve",
            "syntax",
            "source",
            "ir",
            "diagnostics",
            "error",
            "config",
        ],
    ),
    (
        "lower",
        &["text", "ir", "model", "diagnostics", "source", "config"],
    ),
    ("emit", &["model"]),
    ("parallel", &[]),
    ("print", &["model", "emit", "parallel", "write", "config"]),
    ("write", &["error", "model"]),
];

/// The modules that may name each parser or printer crate.
const CRATES: &[(&str, &[&str])] = &[
    ("swc_", &["syntax"]),
    ("syn::", &["emit", "print"]),
    ("quote::", &["emit", "print"]),
    ("prettyplease", &["print"]),
];

/// The published crates.
const PACKAGES: &[&str] = &[
    "convex-codegen",
    "convex-codegen-cli",
    "convex-dioxus",
    "convex-leptos",
    "convex-macros",
    "convex-runtime",
];

/// Longest file that is pleasant to read.
const MOST_LINES: usize = 400;

struct File {
    path: PathBuf,
    text: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn rust_files(folder: &Path, files: &mut Vec<File>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder is part of the repository")
        .map(|entry| entry.expect("its entries can be read").path())
        .collect();
    entries.sort();
    for path in entries {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() && !["target", "node_modules"].contains(&name.as_str()) {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("sources are UTF-8");
            files.push(File { path, text });
        }
    }
}

fn library_files() -> Vec<File> {
    let mut files = Vec::new();
    for package in PACKAGES {
        rust_files(&root().join(package).join("src"), &mut files);
    }
    files
}

/// `script` for `convex-codegen/src/script/value.rs` and for `convex-codegen/src/script.rs`.
fn codegen_module(file: &File) -> Option<String> {
    module_of("convex-codegen", file)
}

fn module_of(package: &str, file: &File) -> Option<String> {
    let src = root().join(package).join("src");
    let first = file.path.strip_prefix(src).ok()?.components().next()?;
    let name = first.as_os_str().to_string_lossy();
    Some(name.trim_end_matches(".rs").to_owned())
}

/// The first segments of every `crate::…` path in the text, groups included.
fn crate_uses(text: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let mut modules = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut segment = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => modules.push(std::mem::take(&mut segment)),
                    c if depth == 0 => segment.push(c),
                    _ => {}
                }
            }
            modules.push(segment);
        } else {
            modules.push(rest.to_owned());
        }
    }
    modules
        .iter()
        .map(|path| {
            let path = path.trim();
            let end = path
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(path.len());
            path[..end].to_owned()
        })
        .filter_map(|name| match OWNERS.iter().find(|(item, _)| *item == name) {
            Some((_, module)) => Some((*module).to_owned()),
            None => name.starts_with(char::is_lowercase).then_some(name),
        })
        .collect()
}

/// Modules whose items are named by way of the crate's root.
const OWNERS: &[(&str, &str)] = &[("Config", "config"), ("Error", "error")];

/// Modules that may name all others: they put the stages together, or stand above them.
const TOP: &[&str] = &["lib", "main", "pipeline", "commands", "testing"];

/// The modules of `package`, each with those that it names.
fn graph(package: &str, files: &[File]) -> BTreeMap<String, BTreeSet<String>> {
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        if let Some(module) = module_of(package, file)
            && !TOP.contains(&module.as_str())
        {
            let uses = crate_uses(&file.text).into_iter();
            let uses = uses.filter(|used| *used != module);
            graph.entry(module.clone()).or_default().extend(uses);
        }
    }
    graph
}

#[test]
fn modules_know_each_other_one_way() {
    let files = library_files();
    let mut circles = Vec::new();
    for package in PACKAGES
        .iter()
        .filter(|package| **package != "convex-runtime")
    {
        let mut graph = graph(package, &files);
        assert!(graph.len() > 3, "{package}: {graph:?}");
        // What names nothing that is left goes, until only circles are left.
        loop {
            let known: BTreeSet<String> = graph.keys().cloned().collect();
            let done: Vec<String> = graph
                .iter()
                .filter(|(_, uses)| uses.is_disjoint(&known))
                .map(|(module, _)| module.clone())
                .collect();
            if done.is_empty() {
                break;
            }
            for module in done {
                graph.remove(&module);
            }
        }
        circles.extend(
            graph
                .into_keys()
                .map(|module| format!("{package}/{module}")),
        );
    }
    assert!(circles.is_empty(), "in a circle, or above one: {circles:?}");
}

#[test]
fn layers_know_only_what_they_may() {
    let layers: BTreeMap<&str, &[&str]> = LAYERS.iter().copied().collect();
    let mut wrong = Vec::new();
    for file in library_files() {
        let Some(module) = codegen_module(&file) else {
            continue;
        };
        let Some(allowed) = layers.get(module.as_str()) else {
            continue;
        };
        for used in crate_uses(&file.text) {
            if used != module
                && layers.contains_key(used.as_str())
                && !allowed.contains(&used.as_str())
            {
                wrong.push(format!("{}: `{module}` uses `{used}`", file.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn parser_and_printer_types_stay_behind_their_border() {
    let mut wrong = Vec::new();
    for file in library_files() {
        let Some(module) = codegen_module(&file) else {
            continue;
        };
        for (name, allowed) in CRATES {
            if file.text.contains(name) && !allowed.contains(&module.as_str()) {
                wrong.push(format!(
                    "{}: `{module}` names `{name}`",
                    file.path.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for_and_stays_short() {
    let mut wrong = Vec::new();
    for file in library_files() {
        let at = file.path.display();
        if !file.text.starts_with("//! ") {
            wrong.push(format!("{at}: does not start with a `//!` line"));
        }
        let lines = file.text.lines().count();
        if lines > MOST_LINES {
            wrong.push(format!("{at}: {lines} lines, at most {MOST_LINES}"));
        }
        let name = file
            .path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if ["utils", "util", "helpers", "common", "misc"].contains(&name.as_str()) {
            wrong.push(format!("{at}: a file is named after the noun it holds"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_rules_see_what_they_forbid() {
    assert_eq!(
        crate_uses("use crate::{a, b::{c, d}, e::F};"),
        ["a", "b", "e"]
    );
    assert_eq!(
        crate_uses("let x = crate::emit::docs();\n// crate::lower\n"),
        ["emit"]
    );
}
