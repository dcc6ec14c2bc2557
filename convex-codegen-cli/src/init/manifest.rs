//! Edits of TOML that keep everything else as it is written.

use toml_edit::{DocumentMut, Item, Table, TableLike, value};

/// The version to depend on: this crate's, which the other crates share.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A manifest with these dependencies, each a table and a name.
pub fn with_dependencies(manifest: &str, dependencies: &[(&str, &str)]) -> Result<String, String> {
    let mut document: DocumentMut = manifest
        .parse()
        .map_err(|error: toml_edit::TomlError| error.to_string())?;
    if !document.contains_key("package") {
        return Err("this is a workspace without a package; run the command in a crate".to_owned());
    }
    for (table, name) in dependencies {
        add(&mut document, table, name)?;
    }
    Ok(document.to_string())
}

fn add(document: &mut DocumentMut, table: &str, name: &str) -> Result<(), String> {
    let table_item = document.entry(table).or_insert(Item::Table(Table::new()));
    let dependencies: &mut dyn TableLike = table_item
        .as_table_like_mut()
        .ok_or_else(|| format!("`{table}` is not a table"))?;
    if !dependencies.contains_key(name) {
        dependencies.insert(name, value(VERSION));
    }
    Ok(())
}

/// Options with a folder to read and one to write.
pub fn with_output(options: &str, dir: &str, module: &str) -> Result<String, String> {
    let mut document: DocumentMut = options
        .parse()
        .map_err(|error: toml_edit::TomlError| error.to_string())?;
    document.entry("dir").or_insert(value(dir));
    document
        .entry("out")
        .or_insert(value(format!("src/{module}")));
    Ok(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::with_dependencies;

    const BOTH: [(&str, &str); 2] = [
        ("dependencies", "convex-runtime"),
        ("build-dependencies", "convex-codegen"),
    ];

    #[test]
    fn what_is_written_stays() {
        let manifest = "# My crate.\n[package]\nname = \"x\"   # spaced\n\n[dependencies]\nserde = { version = \"1\" } # needed\nconvex-runtime = { path = \"../r\" }\n";
        let once = with_dependencies(manifest, &BOTH).expect("it is a manifest");
        assert!(once.starts_with(manifest), "{once}");
        assert!(
            once.contains("[build-dependencies]\nconvex-codegen = "),
            "{once}"
        );
        assert_eq!(
            with_dependencies(&once, &BOTH).as_ref(),
            Ok(&once),
            "twice changes nothing"
        );
    }

    #[test]
    fn a_workspace_is_not_a_crate() {
        let error = with_dependencies("[workspace]\nmembers = []\n", &BOTH);
        assert!(error.is_err_and(|error| error.contains("without a package")));
    }
}
