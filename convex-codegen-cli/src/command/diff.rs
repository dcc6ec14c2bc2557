//! `convex-codegen diff`: the changes between two backends, and which programs they affect.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, ValueEnum};

use super::{answer, print, wait};
use crate::{
    backends,
    compare::{self, Impact, Scope},
    deployment::Target,
    failure::{Failure, Outcome},
    terminal::Terminal,
};

/// Compare two backends: breaking, compatible and unknown changes
#[derive(Debug, Args)]
#[command(after_help = "\
OLD and NEW are each a folder, a `.json` file of `npx convex function-spec`, a git revision (`git:main`, or `git:main:path/to/convex`), or the
URL of a deployment, whose key is in `CONVEX_DEPLOY_KEY`.

Examples:
  convex-codegen diff git:main .                             what this branch changes
  convex-codegen diff https://happy-otter-123.convex.cloud . what a deployment would change
  convex-codegen diff git:main . --format markdown           for a pull request

Arguments are sent: a field that becomes required breaks callers. Results are received: a field that is added breaks no caller, one that is
removed does. Documents are stored: a schema that no longer accepts them is breaking.")]
pub(super) struct Diff {
    /// The backend before
    old: String,
    /// The backend after
    #[arg(default_value = ".")]
    new: String,
    /// The functions folder that git revisions are read at [default: that of `convex-codegen.toml`,
    /// or the current folder]
    #[arg(long, short = 'C', value_name = "PATH")]
    dir: Option<PathBuf>,
    /// Ignore internal functions
    #[arg(long)]
    public: bool,
    /// The format
    #[arg(long, short, value_enum, default_value_t)]
    format: Format,
    /// Exit with 1 also if something is unknown
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    target: Target,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For pull requests
    Markdown,
    /// For programs
    Json,
}

impl Diff {
    pub(super) fn run(self, terminal: Terminal) -> Outcome<ExitCode> {
        let dir = match &self.dir {
            Some(dir) => dir.clone(),
            None => backends::config(None)?.dir().to_owned(),
        };
        let (old, new) = wait(async {
            let old = backends::named(&self.old, &dir, &self.target).await?;
            Ok((old, backends::named(&self.new, &dir, &self.target).await?))
        })?;
        let (old, new) = (
            backends::whole(old, "nothing is compared")?,
            backends::whole(new, "nothing is compared")?,
        );
        for (name, backend) in [(&self.old, &old), (&self.new, &new)] {
            if backend.functions().is_empty() {
                let name = Path::new(name);
                terminal.warning(&backends::nothing(name, Some(backend.modules())));
            }
        }
        let scope = Scope {
            internal: !self.public,
        };
        let changes = compare::compare(&old, &new, scope);
        let text = match self.format {
            Format::Text => compare::text(&changes),
            Format::Markdown => compare::markdown(&changes),
            Format::Json => {
                let json = compare::json(&changes);
                serde_json::to_string_pretty(&json)
                    .map_err(|error| Failure::Text(error.to_string()))?
            }
        };
        print(terminal, &text)?;
        let worst = changes.iter().map(|change| change.impact).max();
        Ok(answer(match worst {
            Some(Impact::Breaking) => false,
            Some(Impact::Unknown) => !self.strict,
            _ => true,
        }))
    }
}
