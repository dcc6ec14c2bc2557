//! Finds the functions folder as the Convex CLI does: from `convex.json`, or in the usual places.

use std::{
    fmt::Write as _,
    io,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::{Files, files::Kind, normalize};
use crate::error::Error;

/// The folder when nothing else is said.
const USUAL: &str = "convex";

/// The number of folders that a message suggests.
const SUGGESTED: usize = 3;

/// The folder in a project of Create React App, which forbids imports from outside of `src`.
const REACT_APP: &str = "src/convex";

/// The files that only a functions folder has at its top.
const OWN: [&str; 4] = [
    "schema.ts",
    "schema.js",
    "convex.config.ts",
    "auth.config.ts",
];

/// Levels of folders that are searched for functions folders, to name them in an error.
const DEEP: usize = 3;

/// The functions folder of the project at `dir`, or `dir` itself when it is one.
///
/// # Errors
///
/// If `dir` or `convex.json` cannot be read, or `dir` is a project without functions.
pub(super) fn find(files: &mut Files, dir: &Path) -> Result<PathBuf, Error> {
    let entries = files.entries(dir);
    let entries = entries.map_err(|source| Error::io("list", dir, source))?;
    let has = |name: &str| entries.iter().any(|entry| entry.name == name);
    let config = dir.join("convex.json");
    match files.text(&config) {
        Ok(text) => return configured(dir, &text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(Error::io("read", config, error)),
    }
    let manifest = files.json(&dir.join("package.json"));
    let inside = dir.join(match &manifest {
        Some(manifest) if is_react_app(manifest) => REACT_APP,
        _ => USUAL,
    });
    let named_convex = dir.file_name().is_some_and(|name| name == USUAL);
    let own = has("_generated") || OWN.iter().any(|name| has(name));
    // A package can be called `convex`, as in `packages/convex/convex`; a module, too.
    let project = !named_convex || (!own && (manifest.is_some() || is_functions(files, &inside)));
    if files.is_folder(&inside) && project {
        return Ok(normalize(&inside));
    }
    if named_convex || own || !(has("package.json") || has(".git")) {
        return Ok(normalize(dir));
    }
    Err(Error::Config(nothing_at(files, (dir, &inside))))
}

/// Returns whether `folder` has what only a functions folder has at its top.
fn is_functions(files: &Files, folder: &Path) -> bool {
    files.is_folder(&folder.join("_generated"))
        || OWN.iter().any(|name| files.is_file(&folder.join(name)))
}

/// The folder that `text`, of the `convex.json` in `dir`, names. The CLI appends it to `dir` even
/// when it starts with `/`.
fn configured(dir: &Path, text: &str) -> Result<PathBuf, Error> {
    let json: Value = serde_json::from_str(text).map_err(|error| {
        let path = dir.join("convex.json");
        Error::Config(format!("`{}` is not valid JSON: {error}", path.display()))
    })?;
    let functions = json["functions"].as_str().unwrap_or(USUAL);
    let functions = functions.trim_start_matches(['/', '\\']);
    Ok(normalize(&dir.join(functions)))
}

fn is_react_app(manifest: &Value) -> bool {
    ["dependencies", "devDependencies"]
        .iter()
        .any(|kind| manifest[kind].get("react-scripts").is_some())
}

/// The error message, with the places that were searched and the folders nearby that have
/// functions.
fn nothing_at(files: &Files, (dir, inside): (&Path, &Path)) -> String {
    let mut message = format!(
        "`{}` has no Convex functions: it has no `convex.json`, there is no folder `{}`, and it is not a functions folder itself",
        dir.display(),
        inside.display()
    );
    let mut nearby = Vec::new();
    search(files, (dir, DEEP), &mut nearby);
    if let Some(first) = nearby.first() {
        let names: Vec<String> = nearby
            .iter()
            .take(SUGGESTED)
            .map(|folder| format!("`{}`", folder.display()))
            .collect();
        let more = match nearby.len() - names.len() {
            0 => String::new(),
            more => format!(", or one of {more} more"),
        };
        let _ = write!(
            message,
            "; did you mean {}{more}? For example `convex_codegen::generate(\"{}\")`",
            names.join(" or "),
            first.strip_prefix(dir).unwrap_or(first).display()
        );
    }
    message
}

/// Lists projects below `folder` that have a functions folder.
fn search(files: &Files, (folder, deep): (&Path, usize), found: &mut Vec<PathBuf>) {
    for entry in files.entries(folder).into_iter().flatten() {
        let hidden = entry.name.starts_with('.') || entry.name == "node_modules";
        if entry.kind != Kind::Folder || hidden {
            continue;
        }
        let path = folder.join(&entry.name);
        if files.is_file(&path.join("convex.json")) || files.is_folder(&path.join(USUAL)) {
            found.push(path.clone());
        }
        if deep > 1 {
            search(files, (&path, deep - 1), found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(dir: &str, files: &[(&str, &str)]) -> Result<String, String> {
        let bytes = |(path, text): &(&str, &str)| (PathBuf::from(path), text.as_bytes().to_vec());
        let mut files = Files::memory(files.iter().map(bytes));
        let found = find(&mut files, Path::new(dir));
        let text = |path: PathBuf| path.display().to_string();
        found.map(text).map_err(|error| error.to_string())
    }

    #[test]
    fn the_folder_is_where_the_cli_has_it() {
        let module = ("/p/src/convex/a.ts", "");
        let react = r#"{ "dependencies": { "react-scripts": "5" } }"#;
        let as_react_app = [("/p/package.json", react), module];
        assert_eq!(found("/p", &as_react_app).as_deref(), Ok("/p/src/convex"));
        for functions in ["src/convex/", "/src/convex", "./x/../src/convex"] {
            let config = format!(r#"{{ "functions": "{functions}" }}"#);
            let files = [("/p/convex.json", &*config), module];
            assert_eq!(found("/p", &files).as_deref(), Ok("/p/src/convex"));
        }
        assert_eq!(
            found("/p/src/convex", &[module]).as_deref(),
            Ok("/p/src/convex")
        );
        assert_eq!(found("/p/src", &[module]).as_deref(), Ok("/p/src/convex"));
    }

    #[test]
    fn a_package_can_be_called_convex() {
        let manifest = ("/p/packages/convex/package.json", "{}");
        let module = ("/p/packages/convex/convex/users.ts", "");
        let inside = Ok("/p/packages/convex/convex");
        assert_eq!(
            found("/p/packages/convex", &[manifest, module]).as_deref(),
            inside
        );
        let schema = ("/p/packages/convex/convex/schema.ts", "");
        assert_eq!(found("/p/packages/convex", &[schema]).as_deref(), inside);
        let outer_schema = ("/p/packages/convex/schema.ts", "");
        for files in [[manifest, outer_schema, module], [module, module, module]] {
            assert_eq!(
                found("/p/packages/convex", &files).as_deref(),
                Ok("/p/packages/convex")
            );
        }
    }

    #[test]
    fn the_root_of_a_monorepo_names_where_its_functions_are() {
        let files = [
            ("/p/package.json", "{}"),
            ("/p/packages/backend/convex/schema.ts", ""),
        ];
        let error = found("/p", &files).expect_err("it has no functions");
        for part in [
            "`/p/convex`",
            "`/p/packages/backend`",
            "generate(\"packages/backend\")",
        ] {
            assert!(error.contains(part), "{error}");
        }
    }
}
