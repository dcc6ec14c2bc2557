//! `convex-codegen spec`: what a backend is, as JSON.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::Args;

/// Print what `npx convex function-spec` would, without a deployment: JSON on stdout, problems on stderr.
#[derive(Debug, Args)]
pub struct Spec {
    /// The project, or its functions folder.
    #[arg(default_value = ".")]
    dir: PathBuf,
}

impl Spec {
    pub fn run(self) -> ExitCode {
        let spec = match convex_codegen::spec(&self.dir) {
            Ok(spec) => spec,
            Err(error) => return failed(&error),
        };
        if !spec.report().is_empty() {
            let _ = writeln!(io::stderr(), "{}", spec.report());
        }
        match writeln!(io::stdout(), "{}", spec.json()) {
            Ok(()) if spec.is_usable() => ExitCode::SUCCESS,
            Ok(()) => ExitCode::FAILURE,
            // The reader of the pipe has what it wanted.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Err(error) => failed(&error),
        }
    }
}

fn failed(error: &dyn std::error::Error) -> ExitCode {
    let _ = writeln!(io::stderr(), "error: {error}");
    ExitCode::FAILURE
}
