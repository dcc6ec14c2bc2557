//! The packages of a workspace: `workspaces` of a `package.json`, `packages` of a
//! `pnpm-workspace.yaml`.

use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::{Files, files::Kind, yaml};

/// The most folders that are searched for the packages of one workspace.
const MOST_FOLDERS: usize = 20_000;

/// Levels of folders below the root of a workspace.
const DEEPEST: usize = 12;

/// The folders of packages, by name, for each folder that was asked for.
#[derive(Debug, Default)]
pub(super) struct Workspaces(BTreeMap<PathBuf, BTreeMap<String, PathBuf>>);

impl Workspaces {
    /// The folder of the package `name` in the nearest workspace around `folder` that has it.
    pub(super) fn find(
        &mut self,
        files: &mut Files,
        (folder, name): (&Path, &str),
    ) -> Option<PathBuf> {
        for root in folder.ancestors() {
            if !files.permits(root) {
                break;
            }
            let known = self.0.entry(root.to_path_buf());
            if let Some(found) = known.or_insert_with(|| packages(files, root)).get(name) {
                return Some(found.clone());
            }
        }
        None
    }
}

/// The packages of the workspace whose root is `root`, by name. The first of a name counts.
fn packages(files: &mut Files, root: &Path) -> BTreeMap<String, PathBuf> {
    let mut packages = BTreeMap::new();
    let patterns = patterns(files, root);
    if patterns.is_empty() {
        return packages;
    }
    let mut folders = Vec::new();
    let mut left = MOST_FOLDERS;
    walk(files, (root, ""), &mut left, &mut folders);
    for folder in folders {
        let matched = |pattern: &&Pattern| fast_glob::glob_match(&pattern.glob, &folder);
        let last = patterns.iter().rev().find(matched);
        if last.is_none_or(|pattern| pattern.excludes) {
            continue;
        }
        let folder = root.join(folder);
        let manifest = files.json(&folder.join("package.json"));
        if let Some(name) = manifest.as_ref().and_then(|json| json["name"].as_str()) {
            packages.entry(name.to_owned()).or_insert(folder);
        }
    }
    packages
}

/// Lists the folders below `folder` that have a `package.json`, by their path from the root.
fn walk(
    files: &mut Files,
    (folder, prefix): (&Path, &str),
    left: &mut usize,
    found: &mut Vec<String>,
) {
    let deep = prefix.matches('/').count() >= DEEPEST;
    if *left == 0 || deep {
        return;
    }
    *left -= 1;
    let Ok(entries) = files.entries(folder) else {
        return;
    };
    for entry in entries {
        let skipped = entry.name.starts_with('.') || entry.name == "node_modules";
        if entry.kind != Kind::Folder || skipped {
            continue;
        }
        let path = folder.join(&entry.name);
        let relative = format!("{prefix}{}", entry.name);
        if files.is_file(&path.join("package.json")) {
            found.push(relative.clone());
        }
        walk(files, (&path, &format!("{relative}/")), left, found);
    }
}

/// Folders that a workspace has or, with `!`, has not.
#[derive(Debug, PartialEq, Eq)]
struct Pattern {
    glob: String,
    excludes: bool,
}

impl Pattern {
    fn new(text: &str) -> Self {
        let (text, excludes) = match text.strip_prefix('!') {
            Some(text) => (text, true),
            None => (text, false),
        };
        let glob = text.trim_start_matches("./").trim_end_matches('/');
        Self {
            glob: glob.to_owned(),
            excludes,
        }
    }
}

/// The patterns in the root of a workspace. pnpm's file may have only settings, with the list in
/// `package.json`.
fn patterns(files: &mut Files, root: &Path) -> Vec<Pattern> {
    let yaml = files.text(&root.join("pnpm-workspace.yaml"));
    let mut patterns = yaml.map(|text| of_yaml(&text)).unwrap_or_default();
    let manifest = files.json(&root.join("package.json"));
    let workspaces = &manifest.as_deref().unwrap_or(&Value::Null)["workspaces"];
    let list = workspaces
        .as_array()
        .or_else(|| workspaces["packages"].as_array());
    let listed = list.into_iter().flatten().filter_map(Value::as_str);
    patterns.extend(listed.map(str::to_owned));
    patterns
        .iter()
        .map(|pattern| Pattern::new(pattern))
        .collect()
}

/// The texts of the list `packages` in the mapping that `text` is.
fn of_yaml(text: &str) -> Vec<String> {
    let mut listed = Vec::new();
    yaml::visit(text, |path, text| {
        if path == ["packages", ""] {
            listed.push(text.to_owned());
        }
        ControlFlow::Continue(())
    });
    listed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_packages_may_be_written_in_any_way_of_yaml() {
        for yaml in [
            "packages:\n  - 'apps/*'\n  - \"libs/*\"\nonlyBuilt: []\n",
            "packages: [apps/*, libs/*]\n",
            "# c\n\"packages\": # c\n  # c\n  - apps/* # c\n  - libs/*\n",
            "catalog:\n  packages:\n    - no\nother: [a, {b: c}]\npackages:\r\n- apps/*\r\n- libs/*\r\n",
            "overrides: &a {x: 1}\nmore: *a\npackages: ['apps/*', 'libs/*']",
        ] {
            assert_eq!(of_yaml(yaml), ["apps/*", "libs/*"], "{yaml}");
        }
        for other in [
            "packages: apps/*\n",
            "",
            "- packages\n- a",
            "packages: [a",
            "\t:",
        ] {
            assert!(of_yaml(other).len() <= 1, "{other}");
        }
    }

    #[test]
    fn patterns_go_deep_and_may_exclude() {
        let names = ["libs/a/shared", "libs/b/deep/er", "apps/web", "other/x"];
        let find = |yaml: &str, manifest: &str| {
            let packages = names.map(|name| {
                let text = format!(r#"{{ "name": "{name}" }}"#);
                (PathBuf::from(format!("/p/{name}/package.json")), text)
            });
            let roots = [("pnpm-workspace.yaml", yaml), ("package.json", manifest)]
                .map(|(name, text)| (Path::new("/p").join(name), text.to_owned()));
            let files = packages.into_iter().chain(roots);
            let mut files = Files::memory(files.map(|(path, text)| (path, text.into_bytes())));
            let mut workspaces = Workspaces::default();
            let folder = Path::new("/p/apps/web/convex");
            let found = names.map(|name| workspaces.find(&mut files, (folder, name)).is_some());
            let found = names.into_iter().zip(found).filter(|(_, found)| *found);
            found.map(|(name, _)| name).collect::<Vec<_>>()
        };
        assert_eq!(find("packages: ['libs/**']", "{}"), names[..2]);
        assert_eq!(find("packages: ['libs/*/shared']", "{}"), names[..1]);
        assert_eq!(find("packages: ['{libs,apps}/*']", "{}"), names[2..3]);
        assert_eq!(
            find("packages: ['**', '!libs/**']", "{}"),
            ["apps/web", "other/x"]
        );
        let beside = r#"{ "workspaces": { "packages": ["./other/*/"] } }"#;
        assert_eq!(find("linkWorkspacePackages: true", beside), names[3..]);
    }
}
