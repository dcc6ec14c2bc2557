//! The `@types` packages that a project sees. TypeScript 5 loads all of them on its own, 7 none:
//! named in the probe's configuration, both load the same.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::source::{jsonc, text};

/// Configurations that are followed by `extends`.
const EXTENDS: u32 = 8;

/// The packages of `@types` for the functions folder `functions` whose configuration is `config`,
/// sorted; `None` if the configuration itself lists them.
pub(super) fn packages(
    (functions, workspace): (&Path, &Path),
    config: Option<&Path>,
) -> Option<Vec<String>> {
    if config.is_some_and(|config| says_types(config, EXTENDS)) {
        return None;
    }
    let folders = functions
        .ancestors()
        .take_while(|above| above.starts_with(workspace));
    let mut names = BTreeSet::new();
    for folder in folders {
        let entries = fs::read_dir(folder.join("node_modules/@types"));
        for entry in entries.into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_package = entry.path().join("package.json").is_file();
            if is_package && !name.starts_with('.') {
                names.insert(name);
            }
        }
    }
    Some(names.into_iter().collect())
}

/// Returns whether the configuration at `path`, or one that it extends by a path, has `types` or
/// `typeRoots`.
fn says_types(path: &Path, depth: u32) -> bool {
    let json = text::of(path).ok().and_then(|text| jsonc::parse(&text));
    let Some(json) = json else {
        return false;
    };
    let options = &json["compilerOptions"];
    if options.get("types").is_some() || options.get("typeRoots").is_some() {
        return true;
    }
    let parents = match &json["extends"] {
        Value::Array(parents) => parents.iter().collect(),
        parent => vec![parent],
    };
    let folder = path.parent().unwrap_or(path);
    let mut paths = parents.into_iter().filter_map(Value::as_str);
    paths.any(|parent| depth > 0 && says_types(&with_extension(folder.join(parent)), depth - 1))
}

fn with_extension(mut path: PathBuf) -> PathBuf {
    if path.extension().is_none_or(|extension| extension != "json") {
        path.as_mut_os_string().push(".json");
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_are_visible_are_named_unless_the_project_says_which() {
        let root = tempfile::tempdir().expect("a folder can be made");
        let at = |path: &str| root.path().join(path);
        for package in ["node", "react"] {
            let folder = at("node_modules/@types").join(package);
            fs::create_dir_all(&folder).expect("a folder can be made");
            fs::write(folder.join("package.json"), "{}").expect("it can be written");
        }
        let functions = at("convex");
        let packages = |config: &str| {
            fs::write(at("tsconfig.json"), config).expect("it can be written");
            packages((&functions, root.path()), Some(&at("tsconfig.json")))
        };
        assert_eq!(packages("{}"), Some(vec!["node".into(), "react".into()]));
        assert_eq!(
            packages("{ \"compilerOptions\": { \"types\": [], }, }"),
            None
        );
        let base = "{ \"compilerOptions\": { \"types\": [\"node\"] } }";
        fs::write(at("base.json"), base).expect("it can be written");
        assert_eq!(packages("{ \"extends\": \"./base\" }"), None);
        assert!(packages("{ \"extends\": \"./tsconfig.json\" }").is_some());
    }
}
