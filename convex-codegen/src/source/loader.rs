//! Reads files: entry points, and what they import.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use super::{
    FileId, SourceFile, Sources, aliases,
    package::Package,
    requirement::{Requirements, Version},
    tsconfig::TsConfigs,
};
use crate::diagnostics::{Diagnostics, catalogue};

/// Extensions that an import may leave out, in the bundler's order.
const EXTENSIONS: [&str; 10] = [
    ".tsx", ".ts", ".jsx", ".js", ".json", ".mts", ".cts", ".mjs", ".cjs", ".d.ts",
];

/// What an extension in an import may stand for.
const REWRITES: [(&str, &[&str]); 4] = [
    (".js", &[".ts", ".tsx"]),
    (".jsx", &[".tsx"]),
    (".mjs", &[".mts"]),
    (".cjs", &[".cts"]),
];

/// Reads files on demand and remembers what was read.
#[derive(Debug)]
pub struct Loader {
    base: PathBuf,
    paths: BTreeMap<FileId, PathBuf>,
    known: BTreeMap<PathBuf, Option<FileId>>,
    read: BTreeSet<PathBuf>,
    configs: TsConfigs,
    /// By the folder that they are around.
    requirements: BTreeMap<PathBuf, Arc<Requirements>>,
}

/// Where an import leads.
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
    /// A loader whose messages name files relative to `base`.
    pub fn new(base: &Path) -> Self {
        Self {
            base: normalize(base),
            paths: BTreeMap::new(),
            known: BTreeMap::new(),
            read: BTreeSet::new(),
            configs: TsConfigs::default(),
            requirements: BTreeMap::new(),
        }
    }

    /// Every file and folder that was read, sorted.
    pub fn files_read(&self) -> impl Iterator<Item = &Path> {
        self.read.iter().map(PathBuf::as_path)
    }

    /// Remembers that `path` was read.
    pub fn note(&mut self, path: &Path) {
        self.read.insert(path.to_path_buf());
    }

    /// Reads the file at `path`, once. One that cannot be read is a diagnostic.
    pub(super) fn read(
        &mut self,
        path: &Path,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<FileId> {
        if let Some(known) = self.known.get(path) {
            return *known;
        }
        self.note(path);
        let text = super::text::bytes(path)
            .map_err(|error| error.to_string())
            .and_then(|bytes| {
                String::from_utf8(bytes).map_err(|error| {
                    format!("byte {} is not UTF-8", error.utf8_error().valid_up_to())
                })
            });
        let (text, problem) = match text {
            Ok(text) => (text, None),
            Err(problem) => (String::new(), Some(problem)),
        };
        let file = sources.add(SourceFile {
            path: self.display(path),
            text,
        });
        self.paths.insert(file, path.to_path_buf());
        let readable = problem.is_none().then_some(file);
        if let Some(problem) = problem {
            diagnostics.push(catalogue::unreadable_file(
                file,
                &sources.file(file).path,
                &problem,
            ));
        }
        self.known.insert(path.to_path_buf(), readable);
        readable
    }

    /// Whether the project around `folder` has a version of `package` from before `change`, for all that its files say.
    pub fn is_before(&mut self, folder: &Path, (package, change): (&str, Version)) -> bool {
        let requirements = self.around(folder);
        let Some((before, path)) = requirements.is_before(package, change) else {
            return false;
        };
        self.note(path);
        before
    }

    /// Where `specifier`, imported by `from`, leads; reads the file when there is one.
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
            let (candidates, read) = self.configs.candidates(&folder, specifier);
            self.read.extend(read);
            let own = Package::enclosing(&folder);
            let own = own.filter(|_| specifier.starts_with('#'));
            let files = own.map(|package| package.imported(specifier));
            let candidates: Vec<PathBuf> = candidates
                .into_iter()
                .chain(files.into_iter().flatten())
                .collect();
            if candidates.is_empty() {
                aliases::candidates(&folder, specifier)
            } else {
                candidates
            }
        };
        for candidate in candidates {
            if let Some(path) = existing(&normalize(&candidate)) {
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

    /// The file that `specifier`, a package imported by `from`, means: one of the workspace, or an installed one that
    /// builds on Convex.
    pub fn package(
        &mut self,
        from: FileId,
        specifier: &str,
        (sources, diagnostics): (&mut Sources, &mut Diagnostics),
    ) -> Option<FileId> {
        let folder = self.paths.get(&from)?.parent()?;
        let candidates = Package::find(folder, specifier)?.candidates(specifier);
        self.first(&candidates, (sources, diagnostics))
    }

    /// The source that `specifier`, a package of the same workspace imported by `from`, means: the same file whether
    /// the package is installed, built, or neither.
    pub fn workspace_source(
        &mut self,
        from: FileId,
        specifier: &str,
        (sources, diagnostics): (&mut Sources, &mut Diagnostics),
    ) -> Option<FileId> {
        let folder = self.paths.get(&from)?.parent()?;
        let candidates = Package::of_workspace(folder, specifier)?.sources(specifier);
        self.first(&candidates, (sources, diagnostics))
    }

    /// The first of `candidates` that is a file.
    fn first(
        &mut self,
        candidates: &[PathBuf],
        (sources, diagnostics): (&mut Sources, &mut Diagnostics),
    ) -> Option<FileId> {
        let path = candidates.iter().find_map(|path| existing(path))?;
        self.read(&path, sources, diagnostics)
    }

    /// What lock files and manifests around `folder` say of packages.
    pub fn requirements(&mut self, folder: &Path) -> Arc<Requirements> {
        let requirements = self.around(folder);
        self.read
            .extend(requirements.files().map(Path::to_path_buf));
        requirements
    }

    fn around(&mut self, folder: &Path) -> Arc<Requirements> {
        let known = self.requirements.entry(folder.to_path_buf());
        Arc::clone(known.or_insert_with(|| Arc::new(Requirements::around(folder))))
    }

    /// How messages and types name the file at `path`: relative to the base wherever both share a folder below the root, so that
    /// a clone in another place has the same names.
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
pub(super) fn existing(path: &Path) -> Option<PathBuf> {
    if path.is_file() {
        return Some(path.to_path_buf());
    }
    let text = path.to_str()?;
    for (written, meant) in REWRITES {
        if let Some(stem) = text.strip_suffix(written)
            && let Some(found) = with_extension(stem, meant)
        {
            return Some(found);
        }
    }
    with_extension(text, &EXTENSIONS)
        .or_else(|| with_extension(&format!("{text}/index"), &EXTENSIONS))
}

fn with_extension(stem: &str, extensions: &[&str]) -> Option<PathBuf> {
    extensions
        .iter()
        .map(|extension| PathBuf::from(format!("{stem}{extension}")))
        .find(|path| path.is_file())
}

/// `path` without `.` and `..`, by its text alone.
pub fn normalize(path: &Path) -> PathBuf {
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
    use super::{Loader, Path};

    #[test]
    fn names_of_files_do_not_depend_on_where_the_clone_is() {
        let name = |clone: &str, path: &str| {
            let base = format!("{clone}/rust/crates/apps/server/api");
            Loader::new(Path::new(&base)).display(Path::new(&format!("{clone}/{path}")))
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
        let elsewhere = Loader::new(Path::new("/srv/shop")).display(Path::new("/mnt/convex/f.ts"));
        assert_eq!(elsewhere, "/mnt/convex/f.ts");
    }
}
