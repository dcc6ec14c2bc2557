//! `convex-codegen spec`: the description of a backend as JSON.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use convex_codegen::Severity;

use super::{answer, print, wait};
use crate::{backends, deployment::Target, failure::Outcome, terminal::Terminal};

/// Print what `npx convex function-spec` would: JSON on stdout, of the sources or of a deployment
#[derive(Debug, Args)]
pub(super) struct Spec {
    /// The project, or its functions folder [default: the current folder]
    #[arg(conflicts_with = "url")]
    dir: Option<PathBuf>,
    #[command(flatten)]
    target: Target,
}

impl Spec {
    pub(super) fn run(self, terminal: Terminal) -> Outcome<ExitCode> {
        if self.target.is_named() {
            let deployment = self.target.connect()?;
            let json = wait(async { deployment.specification().await })?;
            print(terminal, &json)?;
            return Ok(ExitCode::SUCCESS);
        }
        let config = backends::config(self.dir.as_deref())?;
        let spec = convex_codegen::spec(config.dir())?;
        terminal.diagnostics(spec.diagnostics());
        if spec.functions() == 0 {
            terminal.warning(&backends::nothing(config.dir(), None));
        }
        print(terminal, spec.json())?;
        let errors = spec.diagnostics().iter();
        Ok(answer(
            errors
                .into_iter()
                .all(|diagnostic| diagnostic.severity < Severity::Error),
        ))
    }
}
