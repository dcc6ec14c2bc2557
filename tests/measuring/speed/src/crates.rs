//! Three crates with the same types: as generated, with plain derives, with serde's.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The traits that are derived.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Derives {
    /// The derives that the generator writes.
    Convex,
    /// `Debug, Clone, PartialEq`.
    Plain,
    /// Those and `Serialize, Deserialize`.
    Serde,
}

/// Writes the crate, from the generated files in `generated`, and gives its folder.
pub fn write(generated: &Path, to: &Path, derives: Derives) -> io::Result<PathBuf> {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../convex-runtime");
    let (name, dependency) = match derives {
        Derives::Convex => (
            "with-convex",
            format!(
                "convex-runtime = {{ path = '{}', default-features = false }}",
                runtime.display()
            ),
        ),
        Derives::Plain => ("with-plain", String::new()),
        Derives::Serde => (
            "with-serde",
            "serde = { version = \"1\", features = [\"derive\"] }".to_owned(),
        ),
    };
    let folder = to.join(name);
    let manifest = format!(
        "[package]\nname = \"{name}\"\nedition = \"2024\"\n[dependencies]\n{dependency}\n[workspace]\n"
    );
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), manifest)?;
    copy(generated, &folder.join("src"), derives)?;
    fs::rename(folder.join("src/mod.rs"), folder.join("src/lib.rs"))?;
    Ok(folder)
}

fn copy(from: &Path, to: &Path, derives: Derives) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(&path, &target, derives)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path)?;
            fs::write(target, convert(&text, derives))?;
        }
    }
    Ok(())
}

/// Generated text with other derives, and without what only the runtime knows.
fn convert(text: &str, derives: Derives) -> String {
    if derives == Derives::Convex {
        return text.to_owned();
    }
    let serde = derives == Derives::Serde;
    // Items are told apart by the blank lines between them; handles and imports of the runtime go.
    let items = text
        .split("\n\n")
        .filter(|item| !item.contains("pub const ") && !item.starts_with("use convex_runtime"));
    let mut out = String::new();
    for line in items.flat_map(|item| item.lines().chain([""])) {
        let indent = &line[..line.len() - line.trim_start().len()];
        let attribute = line
            .trim()
            .strip_prefix("#[convex(")
            .and_then(|rest| rest.strip_suffix(")]"));
        let line = match attribute {
            _ if line.starts_with("#[derive(") && serde => {
                "#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]"
                    .to_owned()
            }
            _ if line.starts_with("#[derive(") => "#[derive(Debug, Clone, PartialEq)]".to_owned(),
            Some(_) if !serde => continue,
            Some("optional") => {
                format!("{indent}#[serde(default, skip_serializing_if = \"Option::is_none\")]")
            }
            Some(tag) if tag.starts_with("tag = ") => format!("#[serde({tag})]"),
            Some(name) if name.starts_with('"') => format!("{indent}#[serde(rename = {name})]"),
            Some(_) => continue,
            None => strip_inline(line).replace("convex_runtime::Id<Doc>", "String"),
        };
        out.push_str(&line);
        out.push('\n');
    }
    out
}

/// Without the attributes that stand inside a line, and without imports of the runtime that follow
/// others.
fn strip_inline(line: &str) -> String {
    if line.starts_with("use convex_runtime") {
        return String::new();
    }
    line.replace("#[convex(optional)] ", "")
}
