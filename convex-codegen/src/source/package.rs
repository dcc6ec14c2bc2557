//! Packages on disk: those of the same workspace, and installed ones.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use serde_json::Value;

use super::{Files, boundary, normalize, subpaths, workspace::Workspaces};

/// The entry files of a package whose `exports` name files that are not built.
const SOURCES: [&str; 4] = ["src/index.ts", "src/index.tsx", "index.ts", "src/index.js"];

/// Folders that a build writes, from the files of the same names below `src`.
const BUILT: [&str; 6] = ["dist/esm", "dist/cjs", "dist", "build", "lib", "out"];

/// A package whose code may be read.
#[derive(Debug, Clone)]
pub(super) struct Package {
    folder: PathBuf,
    manifest: Arc<Value>,
}

impl Package {
    /// The package that the code in `folder` belongs to.
    pub(super) fn enclosing(files: &mut Files, folder: &Path) -> Option<Self> {
        let above = folder
            .ancestors()
            .find(|above| files.is_file(&above.join("package.json")))?;
        Self::open(files, above.to_path_buf())
    }

    /// The files of this package that `specifier`, one that starts with `#`, may mean inside it,
    /// best first.
    pub(super) fn imported(&self, specifier: &str) -> Vec<PathBuf> {
        let targets = subpaths::imported(&self.manifest["imports"], specifier);
        let inside = targets.iter().filter(|target| target.starts_with("./"));
        inside
            .map(|target| normalize(&self.folder.join(target)))
            .collect()
    }

    /// The package that an import of `specifier` from `folder` means: the one that `folder` is in,
    /// an installed one, or one of the same workspace.
    pub(super) fn find(
        files: &mut Files,
        workspaces: &mut Workspaces,
        (folder, specifier): (&Path, &str),
    ) -> Option<Self> {
        let (name, _) = split(specifier)?;
        let itself =
            Self::enclosing(files, folder).filter(|package| package.manifest["name"] == name);
        if itself.is_some() {
            return itself;
        }
        let folder = match Self::folder_of(files, (folder, name)) {
            Some(installed) => installed,
            None => workspaces.find(files, (folder, name))?,
        };
        Self::open(files, folder)
    }

    /// The real folder of the package `name`, installed for `folder`. A package of the workspace is
    /// a link to its folder there. From now on the package may be read.
    pub(super) fn folder_of(files: &mut Files, (folder, name): (&Path, &str)) -> Option<PathBuf> {
        let installed = folder
            .ancestors()
            .map(|above| above.join("node_modules").join(name))
            .find(|folder| files.is_folder(folder))?;
        let real = files.real(&installed);
        // A link may lead anywhere, even to the root of the disk.
        if !boundary::is_shared(&real) && files.is_folder(&real) {
            files.permit(real.clone());
        }
        files.is_file(&real.join("package.json")).then_some(real)
    }

    fn open(files: &mut Files, folder: PathBuf) -> Option<Self> {
        let manifest = files.json(&folder.join("package.json"))?;
        Some(Self { folder, manifest })
    }

    /// Returns whether this package is one of the workspace: its folder, not the link to it,
    /// counts.
    pub(super) fn is_of_workspace(&self) -> bool {
        self.folder.iter().all(|part| part != "node_modules")
    }

    /// The version that its manifest states.
    pub(super) fn version(&self) -> Option<&str> {
        self.manifest["version"].as_str()
    }

    /// Files that `specifier` may mean, best first; what a build writes comes last.
    pub(super) fn sources(&self, specifier: &str) -> Vec<PathBuf> {
        let built = |path: &PathBuf| {
            let inside = path.strip_prefix(&self.folder).unwrap_or(path);
            BUILT.iter().any(|folder| inside.starts_with(folder))
        };
        let (last, mut first): (Vec<_>, Vec<_>) =
            self.candidates(specifier).into_iter().partition(built);
        first.extend(last);
        first
    }

    /// Files that `specifier` may mean, best first.
    pub(super) fn candidates(&self, specifier: &str) -> Vec<PathBuf> {
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

/// The source, without extension, that the build output `file` is built from: a checkout has only
/// sources.
fn source_of(file: &str) -> Option<String> {
    let file = file.strip_prefix("./").unwrap_or(file);
    let inside = |folder: &&str| file.strip_prefix(*folder)?.strip_prefix('/');
    let below = BUILT.iter().find_map(inside)?;
    let stem = [".mjs", ".cjs", ".js"]
        .iter()
        .find_map(|extension| below.strip_suffix(extension))?;
    Some(format!("src/{stem}"))
}

/// The installed package that the file at `path` belongs to, unless the backend at `folder`, a
/// component, belongs to it as well.
pub(crate) fn installed<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    let (_, inside) = path.rsplit_once("node_modules/")?;
    let (package, _) = split(inside)?;
    let around = folder.rsplit_once("node_modules/");
    let own = around.and_then(|(_, inside)| split(inside));
    (own.map(|(own, _)| own) != Some(package)).then_some(package)
}

/// `@scope/name` and `sub/path` of `@scope/name/sub/path`.
pub(crate) fn split(specifier: &str) -> Option<(&str, &str)> {
    let parts = if specifier.starts_with('@') { 2 } else { 1 };
    let end = specifier.match_indices('/').nth(parts - 1);
    let (name, subpath) = match end {
        Some((at, _)) => (&specifier[..at], &specifier[at + 1..]),
        None => (specifier, ""),
    };
    let plain = !name.is_empty() && !name.contains("..") && !name.contains(':');
    plain.then_some((name, subpath))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_file(files: &[(&str, &str)], folder: &str, specifier: &str) -> Option<String> {
        let bytes = |(path, text): &(&str, &str)| {
            let path = Path::new("/p").join(path);
            (path, text.as_bytes().to_vec())
        };
        let mut files = Files::memory(files.iter().map(bytes));
        let mut workspaces = Workspaces::default();
        let import = (&*Path::new("/p").join(folder), specifier);
        let candidates = Package::find(&mut files, &mut workspaces, import)?.candidates(specifier);
        let found = candidates
            .iter()
            .find_map(|path| super::super::loader::existing(&files, path))?;
        let found = found.strip_prefix("/p").ok()?;
        Some(found.display().to_string())
    }

    #[test]
    fn a_package_of_the_workspace_is_found_before_anything_is_installed() {
        let shared = r#"{ "name": "@acme/shared", "exports": {
            ".": "./dist/index.js", "./plans": { "types": "./dist/plan/all.d.mts", "default": "./dist/plan/all.mjs" },
            "./*": "./src/*.ts"
        } }"#;
        let files = [
            (
                "pnpm-workspace.yaml",
                "packages:\n  - 'apps/*'\n  - \"libs/*\"\nonlyBuilt: []\n",
            ),
            ("libs/shared/package.json", shared),
            ("libs/shared/src/index.ts", ""),
            ("libs/shared/src/roles.ts", ""),
            ("libs/shared/src/plan/all.tsx", ""),
            ("apps/web/convex/a.ts", ""),
        ];
        let find = |specifier: &str| first_file(&files, "apps/web/convex", specifier);
        let of_shared = |file: &str| Some(format!("libs/shared/src/{file}"));
        assert_eq!(find("@acme/shared"), of_shared("index.ts"));
        assert_eq!(find("@acme/shared/roles"), of_shared("roles.ts"));
        assert_eq!(find("@acme/shared/plans"), of_shared("plan/all.tsx"));
        assert_eq!(find("@acme/other"), None);
        assert_eq!(find("@acme/shared/../../../etc/passwd"), None);
    }

    #[test]
    fn a_package_may_import_from_itself() {
        let manifest = r##"{
            "name": "acme",
            "exports": { "./*": "./lib/*.ts" },
            "imports": { "#src/*": { "default": "./src/*" }, "#db": "a-database" }
        }"##;
        let files = [
            ("package.json", manifest),
            ("lib/roles.ts", ""),
            ("convex/a.ts", ""),
        ];
        let found = first_file(&files, "convex", "acme/roles");
        assert_eq!(found.as_deref(), Some("lib/roles.ts"));
        let manifest = serde_json::from_str(manifest).expect("it is JSON");
        let package = Package {
            folder: PathBuf::from("/p"),
            manifest: Arc::new(manifest),
        };
        assert_eq!(package.imported("#src/a/b"), [Path::new("/p/src/a/b")]);
        assert_eq!(package.imported("#db"), Vec::<PathBuf>::new());
    }

    #[test]
    fn an_installed_package_comes_before_one_of_the_workspace() {
        let manifest = r#"{ "name": "a", "exports": { ".": { "types": "./i.d.ts", "import": { "default": "./i.js" } } } }"#;
        let files = [
            ("node_modules/a/package.json", manifest),
            ("node_modules/a/i.js", ""),
            ("package.json", r#"{ "workspaces": ["libs/*"] }"#),
            ("libs/a/package.json", manifest),
            ("libs/a/i.js", ""),
        ];
        let find = |specifier: &str| first_file(&files, "convex", specifier);
        assert_eq!(find("a").as_deref(), Some("node_modules/a/i.js"));
        assert_eq!(find("node:fs"), None);
    }
}
