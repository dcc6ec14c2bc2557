//! Reads files: entry points, and what they import.

use std::{
    collections::BTreeMap,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use super::{
    FileId, Files, SourceFile, Sources, aliases, package::Package, requirement::Requirements, text,
    tsconfig::TsConfigs, workspace::Workspaces,
};
use crate::diagnostics::{Diagnostics, catalogue};

/// Extensions that an import may leave out, in the bundler's order.
const EXTENSIONS: [&str; 10] = [
    ".tsx", ".ts", ".jsx", ".js", ".json", ".mts", ".cts", ".mjs", ".cjs", ".d.ts",
];

/// The source extensions that an extension in an import may stand for.
const REWRITES: [(&str, &[&str]); 4] = [
    (".js", &[".ts", ".tsx"]),
    (".jsx", &[".tsx"]),
    (".mjs", &[".mts"]),
    (".cjs", &[".cts"]),
];

/// Reads files on demand and remembers what was read.
#[derive(Debug)]
pub struct Loader {
    files: Files,
    base: PathBuf,
    /// Real paths.
    paths: BTreeMap<FileId, PathBuf>,
    /// By real path.
    known: BTreeMap<PathBuf, Option<FileId>>,
    configs: TsConfigs,
    workspaces: Workspaces,
    /// By the folder that they are around.
    requirements: BTreeMap<PathBuf, Arc<Requirements>>,
}

/// The destination of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loaded {
    /// To this file.
    File(FileId),
    /// To a package, by its name.
    Package,
    /// Nowhere.
    Missing,
}

impl Loader {
    /// A loader of `files` whose messages name them relative to `base`.
    pub fn new(files: Files, base: &Path) -> Self {
        Self {
            base: files.real(base),
            files,
            paths: BTreeMap::new(),
            known: BTreeMap::new(),
            configs: TsConfigs::default(),
            workspaces: Workspaces::default(),
            requirements: BTreeMap::new(),
        }
    }

    /// The files that it reads.
    pub fn files(&mut self) -> &mut Files {
        &mut self.files
    }

    /// Every file and folder that was read, sorted.
    pub fn files_read(&self) -> impl Iterator<Item = &Path> {
        self.files.noted()
    }

    /// The real path of `file`, unless it is built in.
    pub fn path(&self, file: FileId) -> Option<&Path> {
        self.paths.get(&file).map(PathBuf::as_path)
    }

    /// Remembers that `path` was read.
    pub fn note(&mut self, path: &Path) {
        self.files.note(path);
    }

    /// Reads the file at `path` once. A file that cannot be read is reported as a diagnostic.
    pub(super) fn read(
        &mut self,
        path: &Path,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<FileId> {
        if let Some(known) = self.known.get(path) {
            return *known;
        }
        // Links are followed, as esbuild does: what a module imports is looked for where it really
        // is.
        let real = self.files.real(path);
        if let Some(known) = self.known.get(&real) {
            return *known;
        }
        self.note(path);
        let text = match self.files.bytes(&real) {
            Ok(bytes) if text::is_utf16(&bytes) => Err("it is UTF-16".to_owned()),
            Ok(bytes) => Ok(text::lossy(bytes)),
            Err(error) => Err(error.to_string()),
        };
        let (text, problem) = match text {
            Ok(text) => (text, None),
            Err(problem) => (String::new(), Some(problem)),
        };
        let file = sources.add(SourceFile {
            path: self.display(&real),
            text,
        });
        let readable = problem.is_none().then_some(file);
        if let Some(problem) = problem {
            diagnostics.push(catalogue::unreadable_file(
                file,
                &sources.file(file).path,
                &problem,
            ));
        }
        self.paths.insert(file, real.clone());
        self.known.insert(real, readable);
        readable
    }

    /// Resolves `specifier`, imported by `from`, and reads the file if there is one.
    pub fn import(
        &mut self,
        from: FileId,
        specifier: &str,
        (sources, diagnostics): (&mut Sources, &mut Diagnostics),
    ) -> Loaded {
        let Some(importer) = self.paths.get(&from) else {
            return Loaded::Package;
        };
        let folder = importer.parent().unwrap_or(importer).to_path_buf();
        let relative = specifier.starts_with("./")
            || specifier.starts_with("../")
            || matches!(specifier, "." | "..");
        let candidates = if relative {
            vec![folder.join(specifier)]
        } else {
            let import = (&*folder, specifier);
            let mut candidates = self.configs.candidates(&mut self.files, import);
            if specifier.starts_with('#')
                && let Some(own) = Package::enclosing(&mut self.files, &folder)
            {
                candidates.extend(own.imported(specifier));
            }
            if candidates.is_empty() {
                aliases::candidates(&self.files, import)
            } else {
                candidates
            }
        };
        for candidate in candidates {
            if let Some(path) = existing(&self.files, &normalize(&candidate)) {
                return self
                    .read(&path, sources, diagnostics)
                    .map_or(Loaded::Missing, Loaded::File);
            }
        }
        if relative {
            Loaded::Missing
        } else {
            Loaded::Package
        }
    }

    /// The package that an import of `specifier` by `from` means, where it is on disk.
    fn package_of(&mut self, from: FileId, specifier: &str) -> Option<Package> {
        let folder = self.paths.get(&from)?.parent()?.to_path_buf();
        let import = (&*folder, specifier);
        Package::find(&mut self.files, &mut self.workspaces, import)
    }

    /// The file that `specifier`, a package imported by `from`, means: one of the workspace, or an
    /// installed one.
    pub fn package(
        &mut self,
        from: FileId,
        specifier: &str,
        (sources, diagnostics): (&mut Sources, &mut Diagnostics),
    ) -> Option<FileId> {
        let candidates = self.package_of(from, specifier)?.candidates(specifier);
        self.first(&candidates, (sources, diagnostics))
    }

    /// The version of the package that an import of `specifier` by `from` means, where it is
    /// installed.
    pub fn installed_version(&mut self, from: FileId, specifier: &str) -> Option<String> {
        let package = self.package_of(from, specifier)?;
        package.version().map(str::to_owned)
    }

    /// The source that `specifier`, a package of the same workspace imported by `from`, means: the
    /// same file whether the package is installed, built, or neither.
    pub fn workspace_source(
        &mut self,
        from: FileId,
        specifier: &str,
        (sources, diagnostics): (&mut Sources, &mut Diagnostics),
    ) -> Option<FileId> {
        let package = self.package_of(from, specifier)?;
        let package = package.is_of_workspace().then_some(package)?;
        self.first(&package.sources(specifier), (sources, diagnostics))
    }

    /// The first of `candidates` that is a file.
    fn first(
        &mut self,
        candidates: &[PathBuf],
        (sources, diagnostics): (&mut Sources, &mut Diagnostics),
    ) -> Option<FileId> {
        let mut found = candidates.iter();
        let path = found.find_map(|path| existing(&self.files, path))?;
        self.read(&path, sources, diagnostics)
    }

    /// The requirements in the lock files and manifests around `folder`.
    pub fn requirements(&mut self, folder: &Path) -> Arc<Requirements> {
        if let Some(known) = self.requirements.get(folder) {
            return Arc::clone(known);
        }
        let around = Arc::new(Requirements::around(&mut self.files, folder));
        self.requirements
            .insert(folder.to_path_buf(), Arc::clone(&around));
        around
    }

    /// The name of the file at `path` in messages and types: relative to the base if both share a
    /// folder below the root, so that a clone in another place has the same names.
    fn display(&self, path: &Path) -> String {
        let path = normalize(path);
        let shared = self
            .base
            .components()
            .zip(path.components())
            .take_while(|(a, b)| a == b)
            .count();
        let up = self.base.components().count() - shared;
        let relative: PathBuf = if shared > 1 {
            let steps = std::iter::repeat_n(Component::ParentDir, up);
            steps.chain(path.components().skip(shared)).collect()
        } else {
            path
        };
        relative.to_string_lossy().replace('\\', "/")
    }
}

/// The file that an import of `path` means.
pub(super) fn existing(files: &Files, path: &Path) -> Option<PathBuf> {
    if files.is_file(path) {
        return Some(path.to_path_buf());
    }
    let text = path.to_str()?;
    for (written, meant) in REWRITES {
        if let Some(stem) = text.strip_suffix(written)
            && let Some(found) = with_extension(files, (stem, meant))
        {
            return Some(found);
        }
    }
    with_extension(files, (text, &EXTENSIONS))
        .or_else(|| with_extension(files, (&format!("{text}/index"), &EXTENSIONS)))
}

fn with_extension(files: &Files, (stem, extensions): (&str, &[&str])) -> Option<PathBuf> {
    extensions
        .iter()
        .map(|extension| PathBuf::from(format!("{stem}{extension}")))
        .find(|path| files.is_file(path))
}

/// `path` without `.` and `..`, by its text alone.
pub(super) fn normalize(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => match normal.components().next_back() {
                Some(Component::Normal(_)) => {
                    normal.pop();
                }
                Some(Component::RootDir | Component::Prefix(_)) => {}
                _ => normal.push(component),
            },
            component => normal.push(component),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::{Files, Loader, Path};

    #[test]
    fn names_of_files_do_not_depend_on_where_the_clone_is() {
        let name = |clone: &str, path: &str| {
            let base = format!("{clone}/rust/crates/apps/server/api");
            Loader::new(Files::memory([]), Path::new(&base))
                .display(Path::new(&format!("{clone}/{path}")))
        };
        for clone in ["/home/ada/work/shop", "/srv/shop"] {
            let far = "../../../../../backend/convex/f.ts";
            assert_eq!(name(clone, "backend/convex/f.ts"), far);
            let below = "convex/f.ts";
            assert_eq!(
                name(clone, "rust/crates/apps/server/api/convex/f.ts"),
                below
            );
        }
        // Nothing in common: the way there would be no shorter and no more lasting.
        let elsewhere = Loader::new(Files::memory([]), Path::new("/srv/shop"))
            .display(Path::new("/mnt/convex/f.ts"));
        assert_eq!(elsewhere, "/mnt/convex/f.ts");
    }
}
