//! `generate`: what a build script calls.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::{
    Config, Error, cargo,
    diagnostics::render,
    ir::Coverage,
    pipeline::{self, Backend},
    refresh,
};

/// Warnings that are shown one by one; the report has all of them.
const WARNINGS: usize = 20;

/// Generates the typed Rust of the backend in `convex_dir` into `OUT_DIR`, where `convex_runtime::include_api!` finds it.
///
/// `convex_dir` is the functions folder, or a project that has one; or a `.json` file that `npx convex function-spec` wrote, for a
/// backend whose sources are not here. It is relative to the crate, as build scripts run there.
/// Cargo is told which files matter, so the build script runs again only when one of them changed. What is not understood
/// becomes `Value` and a warning of the build.
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
/// When a file cannot be read or written, or the backend itself has errors, such as a syntax error. The error shows all of
/// them with snippets, and the output of the last good run stays.
pub fn generate(convex_dir: impl Into<PathBuf>) -> Result<(), Error> {
    Config::new(convex_dir).generate()
}

impl Config {
    /// Generates as this configuration says; see [`generate`].
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
    /// As [`generate`]; and when neither [`Config::out_dir`] nor the variable `OUT_DIR` says where to write.
    pub fn generate(&self) -> Result<(), Error> {
        let base = env::current_dir().map_err(|error| Error::io("find", ".", error))?;
        let out_dir = self.output_folder()?;
        if self.run_tsc {
            cargo::tell(&refresh::types(&base, self)?);
        }
        let backend = pipeline::generate(&base, &out_dir, self)?;
        let read = backend.read.iter().map(PathBuf::as_path);
        cargo::tell(&cargo::rerun_if_changed(read));
        cargo::tell(&warnings(&backend, &out_dir.join(pipeline::REPORT)));
        Ok(())
    }

    fn output_folder(&self) -> Result<PathBuf, Error> {
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
}

/// What the build shows: each problem on a line, then how much is typed.
fn warnings(backend: &Backend, report: &Path) -> String {
    let mut lines: Vec<String> = backend
        .diagnostics
        .iter()
        .take(WARNINGS)
        .map(|diagnostic| render::line(diagnostic, &backend.sources))
        .collect();
    let coverage = Coverage::of(&backend.api);
    if coverage.partly > 0 || !lines.is_empty() {
        lines.push(format!("{coverage} (see {})", report.display()));
    }
    lines.iter().map(|line| cargo::warning(line)).collect()
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::{Config, pipeline, warnings};

    #[test]
    fn a_build_ends_with_a_summary() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("convex")).expect("a folder");
        let module = "import { query } from \"./_generated/server\";\nimport { v } from \"convex/values\";\n\
            export const typed = query({ args: {}, returns: v.null(), handler: async () => null });\n\
            export const partly = query({ args: { a: unknown }, returns: v.null(), handler: async () => null });\n\
            export const open = query({ args: {}, handler: async () => null });\n";
        fs::write(folder.path().join("convex/f.ts"), module).expect("a file");
        let (out, config) = (folder.path().join("out"), Config::new("convex"));
        let backend = pipeline::generate(folder.path(), &out, &config).expect("it has no errors");
        let shown = warnings(&backend, Path::new("out/diagnostics.txt"));
        let summary = "cargo::warning=3 functions, 1 typed, 1 partly, \
            1 without a declaration of their result (see out/diagnostics.txt)";
        assert_eq!(shown.lines().last(), Some(summary));
        let first = "cargo::warning=convex/f.ts:4:42: `unknown` is only known";
        assert!(shown.starts_with(first), "{shown}");
    }
}
