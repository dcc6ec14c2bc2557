//! Options that say how the backend is read.

use std::path::PathBuf;

use super::Config;

impl Config {
    /// Reads the backend in `dir` instead of the one that [`Config::new`] was given.
    #[must_use]
    pub fn convex_dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.convex_dir = dir.into();
        self
    }

    /// Reads the types that TypeScript infers from `file`, relative to the crate, instead of the
    /// `convex-types.d.ts` beside `Cargo.toml` or beside the functions folder.
    #[must_use]
    pub fn types_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.types_file = Some(file.into());
        self
    }

    /// With `true`, asks the project's own TypeScript compiler for types that no validator declares
    /// whenever the backend changed, as `convex-codegen types` does. The answer is kept in the same
    /// file, which is used as it is where TypeScript cannot run: that is a warning of the build.
    ///
    /// ```no_run
    /// use convex_codegen::Config;
    ///
    /// Config::new("../backend/convex").run_tsc(true).generate()?;
    /// # Ok::<(), convex_codegen::Error>(())
    /// ```
    #[must_use]
    #[expect(
        clippy::fn_params_excessive_bools,
        reason = "a switch of the configuration, which is read by its name"
    )]
    pub fn run_tsc(mut self, run: bool) -> Self {
        self.run_tsc = run;
        self
    }
}
