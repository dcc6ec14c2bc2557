//! Edits that add generated code to a crate. They are idempotent.

mod manifest;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use manifest::Manifest;

use crate::failure::{Failure, Outcome};

/// A file as it is and as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edit {
    pub path: PathBuf,
    /// `None` if the file does not exist.
    pub old: Option<String>,
    pub new: String,
}

/// The way generated code gets into the crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Way {
    /// A build script generates it with each build.
    BuildScript,
    /// It is checked in, in the module `src/NAME`.
    CheckedIn(String),
}

/// A crate and a backend.
#[derive(Debug, Clone)]
pub(crate) struct Crate {
    /// The crate's folder.
    pub folder: PathBuf,
    /// The functions folder, relative to it.
    pub convex: String,
    pub way: Way,
}

impl Crate {
    /// Everything that is to change.
    pub(crate) fn edits(&self) -> Outcome<Vec<Edit>> {
        let (manifest, edit) = self.manifest()?;
        let mut edits = vec![edit];
        match &self.way {
            Way::BuildScript => {
                edits.extend(self.build_script(&manifest)?);
                let line = "convex_runtime::include_api!();";
                edits.push(self.root(&manifest, line, "include_api!")?);
            }
            Way::CheckedIn(module) => {
                edits.push(self.options(module)?);
                let line = format!("pub mod {module};");
                edits.push(self.root(&manifest, &line, &line[4..])?);
            }
        }
        edits.retain(|edit| edit.old.as_ref() != Some(&edit.new));
        Ok(edits)
    }

    fn manifest(&self) -> Outcome<(Manifest, Edit)> {
        let path = self.folder.join("Cargo.toml");
        let Some(old) = text(&path)? else {
            return Err(Failure::Text(format!(
                "`{}` does not exist; run this in the crate that is to call the backend, or `cargo init` first",
                path.display()
            )));
        };
        let with_dependencies = || {
            let mut manifest = Manifest::parse(&old, &self.folder)?;
            manifest.depend("dependencies", "convex-runtime")?;
            if self.way == Way::BuildScript {
                manifest.depend("build-dependencies", "convex-codegen")?;
            }
            Ok(manifest)
        };
        let manifest = with_dependencies()
            .map_err(|problem: String| Failure::Text(format!("`{}`: {problem}", path.display())))?;
        let new = manifest.text();
        let old = Some(old);
        Ok((manifest, Edit { path, old, new }))
    }

    fn build_script(&self, manifest: &Manifest) -> Outcome<Option<Edit>> {
        let Some(path) = manifest.build_script() else {
            return Err(Failure::Text(
                "`Cargo.toml` has `build = false`; remove it, or keep the code in the repository with `--checked-in`".to_owned(),
            ));
        };
        let path = self.folder.join(path);
        let old = text(&path)?;
        let call = format!("convex_codegen::generate({:?})", self.convex);
        let new = match &old {
            Some(old) if old.contains("convex_codegen::") => return Ok(None),
            None => format!(
                "//! Generates the typed bindings of the Convex backend.\n\nfn main() -> Result<(), convex_codegen::Error> {{\n    {call}\n}}\n"
            ),
            Some(old) => {
                let Some(body) = body_of_main(old) else {
                    return Err(Failure::Text(format!(
                        "`{}` has no `fn main` of its own; add this to what it runs:\n\n    {call}.expect(\"the Convex backend can be generated\");",
                        path.display()
                    )));
                };
                let (before, rest) = old.split_at(body);
                format!(
                    "{before}\n    {call}.expect(\"the Convex backend can be generated\");{}{rest}",
                    if rest.starts_with(['\n', '\r']) {
                        ""
                    } else {
                        "\n   "
                    }
                )
            }
        };
        Ok(Some(Edit { path, old, new }))
    }

    fn options(&self, module: &str) -> Outcome<Edit> {
        let path = self.folder.join("convex-codegen.toml");
        let old = text(&path)?;
        let new = match &old {
            Some(old) => manifest::with_output(old, &self.convex, module)
                .map_err(|problem| Failure::Text(format!("`{}`: {problem}", path.display())))?,
            None => format!(
                "# Options of `convex-codegen generate`.\ndir = {:?}\nout = \"src/{module}\"\n",
                self.convex
            ),
        };
        Ok(Edit { path, old, new })
    }

    /// The crate's root with `line`, unless it has `mark`.
    fn root(&self, manifest: &Manifest, line: &str, mark: &str) -> Outcome<Edit> {
        let roots = manifest.roots().into_iter();
        let mut roots = roots.map(|root| self.folder.join(root));
        let Some(path) = &roots.find(|path| path.is_file()) else {
            return Err(Failure::Text(format!(
                "`{}` has neither `src/main.rs` nor `src/lib.rs`; put `{line}` into the root of the crate",
                self.folder.display()
            )));
        };
        let old = text(path)?.unwrap_or_default();
        let new = if old.contains(mark) {
            old.clone()
        } else {
            let at = after_inner(&old);
            let (before, after) = old.split_at(at);
            let gap = if before.is_empty() || before.ends_with("\n\n") {
                ""
            } else {
                "\n"
            };
            let end = if after.trim_start().is_empty() || after.starts_with('\n') {
                "\n"
            } else {
                "\n\n"
            };
            format!("{before}{gap}{line}{end}{after}")
        };
        Ok(Edit {
            path: path.clone(),
            old: Some(old),
            new,
        })
    }
}

/// Returns the offset behind the brace that opens the body of `main`.
fn body_of_main(script: &str) -> Option<usize> {
    let mut starts = script.match_indices("fn main");
    let (start, _) = starts.find(|(at, _)| {
        let line = script[..*at].rsplit('\n').next().unwrap_or_default();
        // Neither in a comment nor a part of another name.
        !line.contains("//") && script[at + "fn main".len()..].trim_start().starts_with('(')
    })?;
    script[start..].find('{').map(|brace| start + brace + 1)
}

/// Returns the offset after inner docs and attributes, which must come first.
fn after_inner(text: &str) -> usize {
    let mut at = 0;
    let mut depth = 0_usize;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let is_inner = depth > 0
            || trimmed.starts_with("//") && !trimmed.starts_with("///")
            || trimmed.starts_with("#!");
        if !is_inner && !trimmed.is_empty() {
            break;
        }
        if depth > 0 || trimmed.starts_with("#!") {
            let count = |c: char| line.matches(c).count();
            depth = (depth + count('[')).saturating_sub(count(']'));
        }
        at += line.len();
    }
    at
}

fn text(path: &Path) -> Outcome<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::io("read", path, &error)),
    }
}

#[cfg(test)]
mod tests {
    use super::{after_inner, body_of_main};

    #[test]
    fn the_body_of_main_is_found_as_it_is_written() {
        for script in [
            "fn main() {",
            "fn main()\n{",
            "fn main () -> Result<(), E> {",
        ] {
            assert_eq!(body_of_main(script), Some(script.len()), "{script}");
        }
        let script = "// fn main() {\nfn mainly() {}\nfn main() {";
        assert_eq!(body_of_main(script), Some(script.len()));
        assert_eq!(body_of_main("use other::main;"), None);
    }

    #[test]
    fn inner_attributes_stay_first() {
        let text = "//! Docs.\n\n#![deny(\n    warnings,\n)]\n\nuse std::fs;\n";
        assert_eq!(&text[after_inner(text)..], "use std::fs;\n");
        assert_eq!(after_inner("fn main() {}\n"), 0);
        let text = "/// Of the function.\nfn main() {}\n";
        assert_eq!(after_inner(text), 0);
    }
}
