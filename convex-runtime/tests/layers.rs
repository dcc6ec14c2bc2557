//! The layers of the runtime: each module names those below it.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails by panicking where it reads the sources"
)]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// The rooms, from the bottom to the top. A module names those of its own row and of rows above it
/// in this list.
const ROWS: &[&[&str]] = &[
    &["base64", "ordered", "platform"],
    &["json"],
    // Values, and what can be wrong with them.
    &[
        "bindings",
        "convert",
        "error",
        "function",
        "http_route",
        "id",
        "paginated",
        "serde",
        "system",
    ],
    // One call, on whose behalf, and its answer.
    &["answer", "auth", "transport"],
    &["http_api"],
    &["http"],
    &["live"],
    &["batch"],
    &["subscription"],
    &["admin", "client"],
    &["handle"],
    &["blocking", "sign_in"],
    &["testing"],
];

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The code of a file without its comments and its tests, and its module.
fn read(src: &Path, file: &Path) -> (String, String) {
    let text = fs::read_to_string(file).unwrap();
    let code = text.lines().map(str::trim_start);
    let code = code.filter(|line| !line.starts_with("//"));
    let code: String = code
        .take_while(|line| *line != "#[cfg(test)]")
        .flat_map(|line| [line, "\n"])
        .collect();
    let first = file.strip_prefix(src).unwrap().components().next().unwrap();
    let module = first.as_os_str().to_string_lossy();
    (module.trim_end_matches(".rs").to_owned(), code)
}

/// The items of a list of imports: each with all that is behind it.
fn items(list: &str) -> Vec<String> {
    let (mut items, mut depth) = (vec![String::new()], 0);
    for letter in list.chars() {
        match letter {
            '}' if depth == 0 => break,
            ',' if depth == 0 => items.push(String::new()),
            _ => {
                depth += i32::from(letter == '{') - i32::from(letter == '}');
                items.last_mut().unwrap().push(letter);
            }
        }
    }
    items
}

/// The first names behind each `crate::` of a text.
fn names(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, prefix) in code.match_indices("crate::") {
        let rest = &code[at + prefix.len()..];
        let all = match rest.strip_prefix('{') {
            Some(list) => items(list),
            None => vec![rest.to_owned()],
        };
        let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
        let first = |item: &String| -> String {
            item.trim().chars().take_while(|c| is_letter(*c)).collect()
        };
        names.extend(all.iter().map(first).filter(|name| !name.is_empty()));
    }
    names
}

/// The modules of what the crate exports.
fn owners(lib: &str) -> BTreeMap<String, String> {
    let mut owners = BTreeMap::new();
    for (at, prefix) in lib.match_indices("pub use ") {
        let rest = lib[at + prefix.len()..].split(';').next().unwrap();
        let Some((module, exported)) = rest.split_once("::") else {
            continue;
        };
        let list = exported.trim_start_matches('{').trim_end_matches('}');
        for item in items(list) {
            owners.insert(item.trim().to_owned(), module.to_owned());
        }
    }
    for (item, module) in [("encode", "convert"), ("decode", "convert")] {
        owners.insert(item.to_owned(), module.to_owned());
    }
    owners
}

#[test]
fn modules_name_those_below_them() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let owners = owners(&read(&src, &src.join("lib.rs")).1);
    let row = |module: &str| ROWS.iter().position(|row| row.contains(&module));
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for file in files {
        let is_test = file.components().any(|part| {
            let name = part.as_os_str().to_string_lossy();
            matches!(&*name, "tests" | "tests.rs" | "table.rs")
        });
        let (module, code) = read(&src, &file);
        if module == "lib" || is_test {
            continue;
        }
        let Some(own) = row(&module) else {
            wrong.push(format!("`{module}` has no row"));
            continue;
        };
        for name in names(&code) {
            let used = owners.get(&name).unwrap_or(&name);
            seen += 1;
            if row(used).is_some_and(|other| other > own) {
                wrong.push(format!(
                    "{}: `{module}` names `{name}` of `{used}`",
                    file.display()
                ));
            }
        }
    }
    assert!(seen > 500, "only {seen} names were seen");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_rule_sees_what_it_forbids() {
    assert_eq!(names("use crate::{a, b::{c, d}, e::F};"), ["a", "b", "e"]);
    assert_eq!(names("let x = crate::live::decode();"), ["live"]);
    assert_eq!(owners("pub use a::{B, C};\npub use d::E;")["C"], "a");
}
