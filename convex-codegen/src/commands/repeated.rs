//! `Repeated`: generating again and again in one program, as `generate --watch` does.

use std::path::Path;

use crate::{Config, Error, Report, syntax::Parsed, write::Printed};

/// Generates each time it is asked, and remembers what stays the same: a file with the same text is
/// not parsed again, and Rust from the same types is not printed again.
///
/// ```
/// # let folder = tempfile::tempdir().expect("a temporary folder");
/// use convex_codegen::Config;
///
/// let mut repeated = Config::new("../examples/quickstart/convex")
///     .out_dir(folder.path())
///     .repeated();
/// assert!(!repeated.run()?.changed().is_empty());
/// assert!(repeated.run()?.changed().is_empty(), "nothing has changed since");
/// # Ok::<(), convex_codegen::Error>(())
/// ```
#[derive(Debug)]
pub struct Repeated {
    config: Config,
    kept: Kept,
}

/// The things that one round leaves to the next.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) parsed: Parsed,
    printed: Option<Printed>,
}

impl Kept {
    /// The record of what was printed into `folder`.
    pub(super) fn printed(&self, folder: &Path) -> Printed {
        let printed = self.printed.clone();
        printed
            .filter(|printed| printed.is_of(folder))
            .unwrap_or_else(|| Printed::in_memory(folder, &[]))
    }
}

impl Config {
    /// Generates with these options again and again; see [`Repeated`].
    pub fn repeated(self) -> Repeated {
        Repeated {
            config: self,
            kept: Kept::default(),
        }
    }
}

impl Repeated {
    /// Does what [`Config::run`] does. After an error the next round knows what it did before.
    ///
    /// # Errors
    ///
    /// As [`Config::run`].
    pub fn run(&mut self) -> Result<Report, Error> {
        let generated = self.config.ready_to_write(Some(&mut self.kept))?;
        let printed = Printed::in_memory(&generated.report.out_dir, &generated.outputs);
        let report = generated.write()?;
        self.kept.printed = Some(printed);
        Ok(report)
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, fs, path::Path};

    use crate::Config;

    fn module(args: &str) -> String {
        format!(
            "import {{ query }} from \"./_generated/server\";\nimport {{ v }} from \"convex/values\";\n\
             export const f = query({{ args: {{ {args} }}, returns: v.null(), handler: () => null }});\n"
        )
    }

    fn files(folder: &Path) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                files.extend(self::files(&path));
            } else {
                let text = fs::read_to_string(&path).expect("a text");
                let name = path.file_name().expect("a name").to_string_lossy();
                files.insert(name.into_owned(), text);
            }
        }
        files
    }

    /// Each round must leave what a program that knows nothing would, and say what it would say.
    #[test]
    fn every_round_is_as_the_first_would_be() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let convex = folder.path().join("convex");
        fs::create_dir(&convex).expect("a folder");
        let config = |out: &str| Config::new(&convex).out_dir(folder.path().join(out));
        let mut repeated = config("again").repeated();
        let edits: [(&str, Option<String>); 10] = [
            ("b.ts", Some(module("a: v.string()"))),
            ("c.ts", Some(module("a: v.number()"))),
            // The numbers of the files after it change.
            ("a.ts", Some(module("a: unknown"))),
            ("c.ts", Some(module("a: v.boolean()"))),
            ("c.ts", Some(module("a: v.boolean()"))),
            ("b.ts", Some("export const = 1;\n".to_owned())),
            ("b.ts", Some(format!("\n\n{}", module("a: v.string()")))),
            ("a.ts", None),
            ("schema.ts", Some("export default 1;\n".to_owned())),
            ("c.ts", Some(module("b: v.boolean()"))),
        ];
        for (name, text) in edits {
            match &text {
                Some(text) => fs::write(convex.join(name), text).expect("a file"),
                None => fs::remove_file(convex.join(name)).expect("it is there"),
            }
            let (again, once) = (repeated.run(), config("once").run());
            match (again, once) {
                (Ok(again), Ok(once)) => {
                    assert_eq!(again.rendered(), once.rendered(), "{name}: {text:?}");
                    assert_eq!(again.changed().len(), once.changed().len(), "{name}");
                    assert_eq!(again.summary(), once.summary());
                }
                (Err(again), Err(once)) => assert_eq!(again.to_string(), once.to_string()),
                (again, once) => panic!("{name}: {again:?} and {once:?}"),
            }
            assert_eq!(
                files(&folder.path().join("again")),
                files(&folder.path().join("once")),
                "{name}: {text:?}"
            );
        }
    }

    #[test]
    fn an_edited_file_is_mended() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (convex, out) = (folder.path().join("convex"), folder.path().join("out"));
        fs::create_dir(&convex).expect("a folder");
        fs::write(convex.join("a.ts"), module("a: v.string()")).expect("a file");
        let mut repeated = Config::new(&convex).out_dir(&out).repeated();
        repeated.run().expect("it has no errors");
        let before = files(&out);
        assert!(!out.join("printed.txt").exists(), "the folder is not ours");
        fs::write(out.join("api/a.rs"), "edited").expect("a file");
        let report = repeated.run().expect("it has no errors");
        assert_eq!(report.changed(), [out.join("api/a.rs")]);
        assert_eq!(files(&out), before);
    }
}
