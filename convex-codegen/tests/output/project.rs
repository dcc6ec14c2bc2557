//! A backend in a temporary folder, and what is generated from it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use convex_codegen::Config;

/// The imports that every module starts with.
pub const IMPORTS: &str = "import { query, mutation, action } from \"./_generated/server\";\nimport { v } from \"convex/values\";\n";

/// A project with a `convex/` folder.
pub struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    /// A project whose functions folder holds `files`.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let project = Self {
            folder: tempfile::tempdir().expect("a temporary folder can be made"),
        };
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    /// Writes a file of the functions folder.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.convex().join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }

    /// Removes a file of the functions folder.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.convex().join(path)).expect("the file is there");
    }

    /// The functions folder.
    pub fn convex(&self) -> PathBuf {
        self.folder.path().join("convex")
    }

    /// Returns the folder of the generated files.
    pub fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// Returns the `Config` that generates this project.
    pub fn config(&self) -> Config {
        Config::new(self.convex()).out_dir(self.out())
    }

    /// Generates, and returns the diagnostics.
    pub fn report(&self) -> String {
        let report = self.config().run().expect("the backend has no errors");
        report.rendered()
    }

    /// Generates, and gives what [`files`](Self::files) does.
    pub fn generate(&self) -> BTreeMap<String, String> {
        self.config().generate().expect("the backend has no errors");
        self.files()
    }

    /// Returns all paths that may name the project's folder, absolute or relative, longest first.
    fn roots(&self) -> Vec<String> {
        let folder = format!("{}/", self.folder.path().display());
        let mut roots = vec![folder.clone()];
        for (slash, _) in folder.match_indices('/') {
            let below = &folder[slash + 1..];
            let ups = if below.is_empty() { 0..0 } else { 1..16 };
            roots.extend(ups.map(|up| "../".repeat(up) + below));
        }
        roots.sort_by_key(|root| std::cmp::Reverse(root.len()));
        roots
    }

    /// All generated Rust by path. Sources are called `convex/..` in it, wherever the project is.
    pub fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        read(&self.out(), &self.out(), &mut files);
        for root in self.roots() {
            for text in files.values_mut() {
                *text = text.replace(&root, "");
            }
        }
        files
    }
}

/// Adds the Rust files below `folder`.
pub fn read(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            read(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(root).expect("it is below");
            let text = fs::read_to_string(&path).expect("it is text");
            files.insert(name.to_string_lossy().replace('\\', "/"), text);
        }
    }
}
