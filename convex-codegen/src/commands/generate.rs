//! `generate`, the entry point of build scripts, and `Config::run`, which it calls.

use std::{
    env,
    path::{Path, PathBuf},
};

use super::{cargo, repeated::Kept, run_tsc, unmatched};
use crate::{
    Config, Error, Generated, Report, pipeline,
    write::{self, Output, Printed},
};

/// Warnings that are shown one by one; the report has all of them.
const WARNINGS: usize = 20;

/// The file in `OUT_DIR` that holds all diagnostics.
const REPORT: &str = "diagnostics.txt";

/// Generates the typed Rust of the backend in `convex_dir` into `OUT_DIR`, where
/// `convex_runtime::include_api!` finds it.
///
/// `convex_dir` is the functions folder, or a project that has one; or a `.json` file that
/// `npx convex function-spec` wrote, for a backend whose sources are not here. It is relative to
/// the crate, as build scripts run there. Cargo is told which files matter, so the build script
/// runs again only when one of them changed. What is not understood becomes `Value` and a warning
/// of the build.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), convex_codegen::Error> {
///     convex_codegen::generate("convex")
/// }
/// ```
///
/// # Errors
///
/// When a file cannot be read or written, or the backend itself has errors, such as a syntax error.
/// The error shows all of them with snippets, and the output of the last good run stays.
pub fn generate(convex_dir: impl Into<PathBuf>) -> Result<(), Error> {
    Config::new(convex_dir).generate()
}

impl Config {
    /// Generates with these options and tells cargo what the build depends on; see [`generate`].
    ///
    /// Outside of a build script nothing is printed.
    ///
    /// ```no_run
    /// // build.rs
    /// use convex_codegen::Config;
    ///
    /// fn main() -> Result<(), convex_codegen::Error> {
    ///     Config::new("../backend/convex").without_internal().generate()
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`generate`]; and when neither [`Config::out_dir`] nor the variable `OUT_DIR` says where
    /// to write.
    pub fn generate(&self) -> Result<(), Error> {
        let report = self.run()?;
        if cargo::is_listening() {
            let listing = self.write_listing(&report)?;
            cargo::tell(&directives(&report, &self.name, listing.as_deref()));
        }
        Ok(())
    }

    /// Generates with these options without printing, and returns a report.
    ///
    /// ```no_run
    /// use convex_codegen::Config;
    ///
    /// let report = Config::new("convex").out_dir("src/backend").run()?;
    /// println!("{}; {} files changed", report.summary(), report.changed().len());
    /// # Ok::<(), convex_codegen::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Config::generate`].
    pub fn run(&self) -> Result<Report, Error> {
        self.ready_to_write(None)?.write()
    }

    /// Generates in memory, after running TypeScript where that is wanted.
    pub(super) fn ready_to_write(&self, kept: Option<&mut Kept>) -> Result<Generated, Error> {
        let mut notes = Vec::new();
        let (config, _) = self.with_file(&base()?)?;
        if config.run_tsc {
            notes.extend(run_tsc::types(&base()?, &config)?);
        }
        let mut generated = self.prepare_after(kept)?;
        generated.report.notes.splice(0..0, notes);
        Ok(generated)
    }

    /// Generates in memory, without writing files or running TypeScript.
    ///
    /// ```
    /// # let folder = tempfile::tempdir().expect("a temporary folder");
    /// use convex_codegen::Config;
    ///
    /// let generated = Config::new("../examples/quickstart/convex")
    ///     .out_dir(folder.path())
    ///     .prepare()?;
    /// assert!(!generated.changes()?.is_empty(), "the folder is empty");
    /// # Ok::<(), convex_codegen::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Config::generate`].
    pub fn prepare(&self) -> Result<Generated, Error> {
        self.prepare_after(None)
    }

    fn prepare_after(&self, kept: Option<&mut Kept>) -> Result<Generated, Error> {
        let base = base()?;
        let (config, files) = self.with_file(&base)?;
        let out_dir = base.join(config.output_folder()?);
        // What lies elsewhere than in a build's own folder is not ours alone: no record lies there.
        let printed = match (&config.out_dir, &kept) {
            (None, _) => Printed::read(&out_dir),
            (Some(_), Some(kept)) => Some(kept.printed(&out_dir)),
            (Some(_), None) => None,
        };
        let parsed = kept.map(|kept| &mut kept.parsed);
        let (mut backend, outputs) = pipeline::generate(&base, &config, printed.as_ref(), parsed)?;
        backend.read.extend(files);
        unmatched::check_patterns(&config, &backend)?;
        let notes = unmatched::notes(&config, &backend);
        Ok(Generated {
            outputs,
            printed,
            report: Report::new(backend, out_dir, notes),
        })
    }

    fn output_folder(&self) -> Result<PathBuf, Error> {
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        if self.name.is_empty() || !self.name.chars().all(is_plain) {
            return Err(Error::Config(format!(
                "`Config::name({:?})`: a name consists of letters, digits, `_` and `-`",
                self.name
            )));
        }
        if let Some(dir) = &self.out_dir {
            return Ok(dir.clone());
        }
        let out_dir = env::var_os("OUT_DIR").ok_or_else(|| {
            let message =
                "`OUT_DIR` is not set: call this from a build script, or set `Config::out_dir`";
            Error::Config(message.to_owned())
        })?;
        Ok(Path::new(&out_dir).join(&self.name))
    }

    /// Writes all diagnostics below `OUT_DIR`, never beside checked-in code.
    fn write_listing(&self, report: &Report) -> Result<Option<PathBuf>, Error> {
        let Some(out_dir) = env::var_os("OUT_DIR") else {
            return Ok(None);
        };
        let folder = Path::new(&out_dir).join(&self.name);
        write::write_one(
            &folder,
            &Output {
                path: REPORT.to_owned(),
                text: report.rendered(),
                hashes: None,
            },
        )?;
        Ok(Some(folder.join(REPORT)))
    }
}

fn base() -> Result<PathBuf, Error> {
    env::current_dir().map_err(|error| Error::io("find", ".", error))
}

/// Returns all directives for cargo after a generation.
fn directives(report: &Report, name: &str, listing: Option<&Path>) -> String {
    let mut directives = cargo::rerun_if_changed(report.read());
    directives.push_str(&cargo::api_file(name, report.out_dir().join("mod.rs")));
    directives.push_str(&warnings(report, listing));
    directives
}

/// The warnings of the build: each problem on a line, then how much is typed.
fn warnings(report: &Report, listing: Option<&Path>) -> String {
    let mut lines = report.notes().to_vec();
    lines.extend(report.lines(WARNINGS));
    let coverage = report.coverage();
    if coverage.partly > 0 || !lines.is_empty() {
        let listing = listing.map_or_else(String::new, |path| format!(" (see {})", path.display()));
        lines.push(format!("{coverage}{listing}"));
    }
    lines.iter().map(|line| cargo::warning(line)).collect()
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::{Config, Output, Printed, directives, pipeline, warnings, write};

    fn backend(module: &str) -> (tempfile::TempDir, Config) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let convex = folder.path().join("convex");
        fs::create_dir(&convex).expect("a folder");
        fs::write(convex.join("f.ts"), module).expect("a file");
        let config = Config::new(convex).out_dir(folder.path().join("out"));
        (folder, config)
    }

    #[test]
    fn a_build_ends_with_a_summary() {
        let (_folder, config) = backend(
            "import { query } from \"./_generated/server\";\nimport { v } from \"convex/values\";\n\
            export const typed = query({ args: {}, returns: v.null(), handler: async () => null });\n\
            export const partly = query({ args: { a: unknown }, returns: v.null(), handler: async () => null });\n\
            export const open = query({ args: {}, handler: async () => null });\n",
        );
        let report = config.run().expect("it has no errors");
        let shown = warnings(&report, Some(Path::new("out/diagnostics.txt")));
        let summary = "cargo::warning=3 functions, 1 typed, 1 partly, \
            1 without a declared result type (see out/diagnostics.txt)";
        assert_eq!(shown.lines().last(), Some(summary));
        let counts = (report.functions(), report.typed(), report.opaque());
        assert_eq!((counts, report.undeclared()), ((3, 1, 1), 1));
        let first = shown.lines().next().unwrap_or_default();
        assert!(first.contains("f.ts:4:42: "), "{first}");
    }

    #[test]
    fn a_second_run_says_what_a_first_would() {
        let function = |name: &str, args: &str| {
            format!(
                "import {{ query }} from \"./_generated/server\";\nimport {{ v }} from \"convex/values\";\n\
                export const {name} = query({{ args: {{ {args} }}, returns: v.null(), handler: () => null }});\n"
            )
        };
        let (folder, config) = backend(&function("one", "a: v.string()"));
        let (convex, out) = (folder.path().join("convex"), folder.path().join("out"));
        fs::write(convex.join("g.ts"), function("other", "")).expect("a file");
        let texts = |outputs: &[Output]| {
            let text = |output: &Output| (output.path.clone(), output.text.clone());
            outputs.iter().map(text).collect::<Vec<_>>()
        };
        let run = || {
            let printed = Printed::read(&out).expect("tests are programs");
            let (_, outputs) = pipeline::generate(Path::new(""), &config, Some(&printed), None)
                .expect("it has no errors");
            write::write(&out, &outputs).expect("it can be written");
            printed.record(&outputs).expect("it can be written");
            texts(&outputs)
        };
        let first = run();
        assert_eq!(run(), first);
        fs::write(convex.join("f.ts"), function("one", "a: v.number()")).expect("a file");
        fs::write(out.join("api/g.rs"), "edited").expect("a file");
        let (_, fresh) =
            pipeline::generate(Path::new(""), &config, None, None).expect("it has no errors");
        let second = run();
        assert_eq!(second, texts(&fresh));
        assert_ne!(second, first);
    }

    #[test]
    fn a_hostile_folder_adds_no_directive() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let name = "x\ncargo::rustc-link-arg=-Wl,evil\ncargo::warning=y";
        let convex = folder.path().join(name).join("convex");
        fs::create_dir_all(&convex).expect("a folder");
        let module = "import { query } from \"./_generated/server\";\nexport const f = query({ args: { a: unknown }, handler: () => 1 });";
        fs::write(convex.join("f.ts"), module).expect("a file");
        let config = Config::new(&convex).out_dir(folder.path().join(name).join("out"));
        let report = config.run().expect("it has no errors");
        let said = directives(&report, "convex", None);
        let known = [
            "cargo::rerun-if-changed=",
            "cargo::rustc-env=CONVEX_API_convex=",
            "cargo::warning=",
        ];
        for line in said.lines() {
            assert!(known.iter().any(|start| line.starts_with(start)), "{line}");
            assert!(!line.starts_with("cargo::warning=y"), "{line}");
        }
    }

    #[test]
    fn a_name_is_not_a_path() {
        let (_folder, config) = backend("");
        for name in ["", "../up", "a/b", "a\nb", "a=b"] {
            let error = config.clone().name(name).run().expect_err("it is refused");
            assert!(error.to_string().contains("Config::name("), "{error}");
        }
    }
}
