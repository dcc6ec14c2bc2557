//! `Manifest`: a crate's `Cargo.toml`, edited so that everything else stays as it is written; and
//! the options of the generator.

use std::{
    fs,
    path::{Path, PathBuf},
};

use toml_edit::{DocumentMut, InlineTable, Item, Table, TableLike, value};

/// The version to depend on: this crate's, which the other crates share.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A `Cargo.toml` of a crate.
#[derive(Debug, Clone)]
pub(super) struct Manifest {
    document: DocumentMut,
    /// Dependencies that members of the workspace may inherit.
    inherited: Vec<String>,
}

impl Manifest {
    /// Reads `text`, the manifest of the crate in `folder`.
    pub(super) fn parse(text: &str, folder: &Path) -> Result<Self, String> {
        let document = document(text)?;
        if !document.contains_key("package") {
            return Err(
                "this is a workspace without a package; run the command in one of its crates, or name it with \
                 `--manifest-dir`"
                    .to_owned(),
            );
        }
        let inherited = if document.contains_key("workspace") {
            inheritable(&document)
        } else {
            let above = fs::canonicalize(folder).unwrap_or_default();
            let roots = above.ancestors().skip(1);
            let mut roots = roots.filter_map(|folder| {
                let text = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
                text.parse().ok()
            });
            let root = roots.find(|root: &DocumentMut| root.contains_key("workspace"));
            root.as_ref().map(inheritable).unwrap_or_default()
        };
        Ok(Self {
            document,
            inherited,
        })
    }

    /// Adds the dependency `name` to `table`, unless it is there: the workspace's, if it has one.
    pub(super) fn depend(&mut self, table: &str, name: &str) -> Result<(), String> {
        let entry = self.document.entry(table);
        let dependencies: &mut dyn TableLike = entry
            .or_insert(Item::Table(Table::new()))
            .as_table_like_mut()
            .ok_or_else(|| format!("`{table}` is not a table"))?;
        if dependencies.contains_key(name) {
            return Ok(());
        }
        let version = if self.inherited.iter().any(|known| known == name) {
            let mut inherit = InlineTable::new();
            inherit.insert("workspace", true.into());
            value(inherit)
        } else {
            value(VERSION)
        };
        dependencies.insert(name, version);
        Ok(())
    }

    /// Returns the build script; `None` if the manifest turns it off.
    pub(super) fn build_script(&self) -> Option<PathBuf> {
        match &self.document["package"].get("build") {
            Some(build) if build.as_bool() == Some(false) => None,
            Some(build) => Some(build.as_str().unwrap_or("build.rs").into()),
            None => Some("build.rs".into()),
        }
    }

    /// Returns the files that may be the root of the crate, the likelier ones first.
    pub(super) fn roots(&self) -> Vec<PathBuf> {
        let path = |item: &dyn TableLike| item.get("path")?.as_str().map(PathBuf::from);
        let programs = self.document.get("bin").and_then(Item::as_array_of_tables);
        let programs = programs.into_iter().flatten();
        let programs = programs.filter_map(|table| path(table));
        let mut roots = vec!["src/main.rs".into()];
        roots.extend(programs);
        let library = self.document.get("lib").and_then(Item::as_table_like);
        roots.extend(library.and_then(path));
        roots.push("src/lib.rs".into());
        roots
    }

    pub(super) fn text(&self) -> String {
        self.document.to_string()
    }
}

fn document(text: &str) -> Result<DocumentMut, String> {
    text.parse()
        .map_err(|error: toml_edit::TomlError| error.to_string())
}

/// The names in `[workspace.dependencies]`.
fn inheritable(root: &DocumentMut) -> Vec<String> {
    let table = root["workspace"]
        .get("dependencies")
        .and_then(Item::as_table_like);
    table
        .into_iter()
        .flat_map(|table| table.iter())
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// Options with a folder to read and one to write.
pub(super) fn with_output(options: &str, dir: &str, module: &str) -> Result<String, String> {
    let mut document = document(options)?;
    document.entry("dir").or_insert(value(dir));
    document
        .entry("out")
        .or_insert(value(format!("src/{module}")));
    Ok(document.to_string())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Manifest;

    fn with_both(manifest: &str) -> Result<String, String> {
        let mut manifest = Manifest::parse(manifest, Path::new("/"))?;
        manifest.depend("dependencies", "convex-runtime")?;
        manifest.depend("build-dependencies", "convex-codegen")?;
        Ok(manifest.text())
    }

    #[test]
    fn what_is_written_stays() {
        let manifest = "# My crate.\n[package]\nname = \"x\"   # spaced\n\n[dependencies]\nserde = { version = \"1\" } # needed\nconvex-runtime = { path = \"../r\" }\n";
        let once = with_both(manifest).expect("it is a manifest");
        assert!(once.starts_with(manifest), "{once}");
        assert!(
            once.contains("[build-dependencies]\nconvex-codegen = "),
            "{once}"
        );
        assert_eq!(
            with_both(&once).as_ref(),
            Ok(&once),
            "twice changes nothing"
        );
    }

    #[test]
    fn what_the_workspace_has_is_inherited() {
        let manifest =
            "[package]\nname = \"x\"\n[workspace.dependencies]\nconvex-runtime = \"1\"\n";
        let once = with_both(manifest).expect("it is a manifest");
        assert!(
            once.contains("convex-runtime = { workspace = true }"),
            "{once}"
        );
        assert!(once.contains("convex-codegen = \""), "{once}");
    }

    #[test]
    fn a_workspace_is_not_a_crate() {
        let error = with_both("[workspace]\nmembers = []\n");
        assert!(error.is_err_and(|error| error.contains("without a package")));
    }
}
