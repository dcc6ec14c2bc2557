//! Packages on disk: those of the same workspace, and installed ones that build on Convex.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::{normalize, requirement::KINDS, subpaths};

/// Where a package keeps its sources when what `exports` names is not built.
const SOURCES: [&str; 4] = ["src/index.ts", "src/index.tsx", "index.ts", "src/index.js"];

/// Folders that a build writes, from the files of the same names below `src`.
const BUILT: [&str; 6] = ["dist/esm", "dist/cjs", "dist", "build", "lib", "out"];

/// A package whose code may be read.
#[derive(Debug, Clone)]
pub struct Package {
    folder: PathBuf,
    manifest: Value,
}

impl Package {
    /// The package that the code in `folder` belongs to.
    pub fn enclosing(folder: &Path) -> Option<Self> {
        folder
            .ancestors()
            .find(|above| above.join("package.json").is_file())
            .and_then(|above| Self::open(above.to_path_buf()))
    }

    /// The files of this package that `specifier`, one that starts with `#`, may mean inside it, best first.
    pub fn imported(&self, specifier: &str) -> Vec<PathBuf> {
        let targets = subpaths::imported(&self.manifest["imports"], specifier);
        let inside = targets.iter().filter(|target| target.starts_with("./"));
        inside
            .map(|target| normalize(&self.folder.join(target)))
            .collect()
    }

    /// The package that an import of `specifier` from `folder` means. Packages that have nothing to do with Convex
    /// are left alone: nothing of them can be a validator.
    pub fn find(folder: &Path, specifier: &str) -> Option<Self> {
        let (name, _) = split(specifier)?;
        let itself = Self::enclosing(folder).filter(|package| package.manifest["name"] == name);
        if itself.is_some() {
            return itself;
        }
        let installed = folder
            .ancestors()
            .map(|above| above.join("node_modules").join(name))
            .find(|folder| folder.join("package.json").is_file());
        let Some(installed) = installed else {
            return folder.ancestors().find_map(|root| in_workspace(root, name));
        };
        // A package of the workspace is a link to its folder there.
        let folder = fs::canonicalize(&installed).ok()?;
        let package = Self::open(folder)?;
        (package.is_of_workspace() || package.builds_on_convex()).then_some(package)
    }

    fn open(folder: PathBuf) -> Option<Self> {
        let text = super::text::of(&folder.join("package.json")).ok()?;
        let manifest = serde_json::from_str(&text).ok()?;
        Some(Self { folder, manifest })
    }

    /// The package of the same workspace that an import of `specifier` from `folder` means, whether it is installed or not.
    pub fn of_workspace(folder: &Path, specifier: &str) -> Option<Self> {
        let package = Self::find(folder, specifier)?;
        package.is_of_workspace().then_some(package)
    }

    /// Its folder, not the link to it, is where it counts.
    fn is_of_workspace(&self) -> bool {
        self.folder.iter().all(|part| part != "node_modules")
    }

    /// Files that `specifier` may mean, best first; what a build writes comes last.
    pub fn sources(&self, specifier: &str) -> Vec<PathBuf> {
        let built = |path: &PathBuf| {
            let inside = path.strip_prefix(&self.folder).unwrap_or(path);
            BUILT.iter().any(|folder| inside.starts_with(folder))
        };
        let (last, mut first): (Vec<_>, Vec<_>) =
            self.candidates(specifier).into_iter().partition(built);
        first.extend(last);
        first
    }

    fn builds_on_convex(&self) -> bool {
        KINDS
            .iter()
            .any(|kind| self.manifest[kind].get("convex").is_some())
    }

    /// Files that `specifier` may mean, best first.
    pub fn candidates(&self, specifier: &str) -> Vec<PathBuf> {
        let subpath = split(specifier).map_or("", |(_, subpath)| subpath);
        let mut files = Vec::new();
        match &self.manifest["exports"] {
            Value::Null => {}
            exports => files.extend(subpaths::exported(exports, subpath)),
        }
        if subpath.is_empty() {
            let fields = ["module", "main"].map(|field| self.manifest[field].as_str());
            files.extend(fields.into_iter().flatten().map(str::to_owned));
            files.extend(SOURCES.map(str::to_owned));
        } else {
            files.push(subpath.to_owned());
            files.push(format!("src/{subpath}"));
        }
        let unbuilt: Vec<String> = files.iter().filter_map(|file| source_of(file)).collect();
        files.extend(unbuilt);
        let inside = files.iter().map(|file| normalize(&self.folder.join(file)));
        inside
            .filter(|path| path.starts_with(&self.folder))
            .collect()
    }
}

/// What `file`, which a build writes, is built from, without an extension: a checkout has sources only.
fn source_of(file: &str) -> Option<String> {
    let file = file.strip_prefix("./").unwrap_or(file);
    let inside = |folder: &&str| file.strip_prefix(*folder)?.strip_prefix('/');
    let below = BUILT.iter().find_map(inside)?;
    let stem = [".mjs", ".cjs", ".js"]
        .iter()
        .find_map(|extension| below.strip_suffix(extension))?;
    Some(format!("src/{stem}"))
}

/// `@scope/name` and `sub/path` of `@scope/name/sub/path`.
pub fn split(specifier: &str) -> Option<(&str, &str)> {
    let parts = if specifier.starts_with('@') { 2 } else { 1 };
    let end = specifier.match_indices('/').nth(parts - 1);
    let (name, subpath) = match end {
        Some((at, _)) => (&specifier[..at], &specifier[at + 1..]),
        None => (specifier, ""),
    };
    let plain = !name.is_empty() && !name.contains("..") && !name.contains(':');
    plain.then_some((name, subpath))
}

/// The package `name` of the workspace whose root is `root`.
fn in_workspace(root: &Path, name: &str) -> Option<Package> {
    let patterns = workspace(root)?;
    let folders = patterns.iter().flat_map(|pattern| expand(root, pattern));
    folders
        .filter_map(Package::open)
        .find(|package| package.manifest["name"] == name)
}

/// The folders that a workspace root lists: `workspaces` of its `package.json`, or `packages` for pnpm.
fn workspace(root: &Path) -> Option<Vec<String>> {
    if let Ok(text) = super::text::of(&root.join("pnpm-workspace.yaml")) {
        let listed = text
            .lines()
            .skip_while(|line| !line.starts_with("packages:"))
            .skip(1)
            .map_while(|line| line.trim().strip_prefix('-'));
        let plain = |item: &str| item.trim().trim_matches(['"', '\'']).to_owned();
        return Some(listed.map(plain).collect());
    }
    let text = super::text::of(&root.join("package.json")).ok()?;
    let manifest: Value = serde_json::from_str(&text).ok()?;
    let workspaces = &manifest["workspaces"];
    let list = workspaces
        .as_array()
        .or_else(|| workspaces["packages"].as_array())?;
    Some(
        list.iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
    )
}

/// The folders that `pattern` names: `packages/*`, `apps/web`; a trailing `**` is one level too.
fn expand(root: &Path, pattern: &str) -> Vec<PathBuf> {
    let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
    let Some(parent) = pattern
        .strip_suffix("/**")
        .or_else(|| pattern.strip_suffix("/*"))
    else {
        return vec![root.join(pattern)];
    };
    let Ok(entries) = fs::read_dir(root.join(parent)) else {
        return Vec::new();
    };
    let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    folders.sort();
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, files: &[(&str, &str)]) {
        for (path, text) in files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
            fs::write(path, text).expect("it can be written");
        }
    }

    fn first_file(folder: &Path, specifier: &str) -> Option<PathBuf> {
        let candidates = Package::find(folder, specifier)?.candidates(specifier);
        candidates
            .iter()
            .find_map(|path| super::super::loader::existing(path))
    }

    #[test]
    fn a_package_of_the_workspace_is_found_before_anything_is_installed() {
        let root = tempfile::tempdir().expect("a folder can be made");
        let root = fs::canonicalize(root.path()).expect("it is there");
        let shared = r#"{ "name": "@acme/shared", "exports": {
            ".": "./dist/index.js", "./plans": { "types": "./dist/plan/all.d.mts", "default": "./dist/plan/all.mjs" },
            "./*": "./src/*.ts"
        } }"#;
        write(
            &root,
            &[
                (
                    "pnpm-workspace.yaml",
                    "packages:\n  - 'apps/*'\n  - \"libs/*\"\nonlyBuilt: []\n",
                ),
                ("libs/shared/package.json", shared),
                ("libs/shared/src/index.ts", ""),
                ("libs/shared/src/roles.ts", ""),
                ("libs/shared/src/plan/all.tsx", ""),
                ("apps/web/convex/a.ts", ""),
            ],
        );
        let convex = root.join("apps/web/convex");
        let of_shared = |file: &str| Some(root.join("libs/shared/src").join(file));
        assert_eq!(first_file(&convex, "@acme/shared"), of_shared("index.ts"));
        assert_eq!(
            first_file(&convex, "@acme/shared/roles"),
            of_shared("roles.ts")
        );
        assert_eq!(
            first_file(&convex, "@acme/shared/plans"),
            of_shared("plan/all.tsx")
        );
        assert_eq!(first_file(&convex, "@acme/other"), None);
        assert_eq!(
            first_file(&convex, "@acme/shared/../../../etc/passwd"),
            None
        );
    }

    #[test]
    fn a_package_may_import_from_itself() {
        let root = tempfile::tempdir().expect("a folder can be made");
        let root = fs::canonicalize(root.path()).expect("it is there");
        let manifest = r##"{
            "name": "acme",
            "exports": { "./*": "./lib/*.ts" },
            "imports": { "#src/*": { "default": "./src/*" }, "#db": "a-database" }
        }"##;
        write(
            &root,
            &[
                ("package.json", manifest),
                ("lib/roles.ts", ""),
                ("convex/a.ts", ""),
            ],
        );
        let inside = root.join("convex");
        assert_eq!(
            first_file(&inside, "acme/roles"),
            Some(root.join("lib/roles.ts"))
        );
        let package = Package::enclosing(&inside).expect("it is there");
        assert_eq!(package.imported("#src/a/b"), [root.join("src/a/b")]);
        assert_eq!(package.imported("#db"), Vec::<PathBuf>::new());
    }

    #[test]
    fn installed_packages_are_read_when_they_build_on_convex() {
        let root = tempfile::tempdir().expect("a folder can be made");
        let root = fs::canonicalize(root.path()).expect("it is there");
        let exports =
            r#""exports": { ".": { "types": "./i.d.ts", "import": { "default": "./i.js" } } }"#;
        let on_convex = format!(r#"{{ "peerDependencies": {{ "convex": "1" }}, {exports} }}"#);
        write(
            &root,
            &[
                ("node_modules/a/package.json", &on_convex),
                ("node_modules/a/i.js", ""),
                ("node_modules/b/package.json", &format!("{{ {exports} }}")),
                ("node_modules/b/i.js", ""),
            ],
        );
        let inside = root.join("convex");
        assert_eq!(
            first_file(&inside, "a"),
            Some(root.join("node_modules/a/i.js"))
        );
        assert_eq!(first_file(&inside, "b"), None);
        assert_eq!(first_file(&inside, "node:fs"), None);
    }
}
