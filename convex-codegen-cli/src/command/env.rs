//! `convex-codegen env`: environment variables of a deployment, and those that a backend reads.

use std::{collections::BTreeMap, path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand};

use super::{answer, print, wait};
use crate::{
    backends,
    deployment::Target,
    failure::{Failure, Outcome},
    terminal::{self, Terminal, bold, dim, doubtful},
    variables::{self, Use},
};

/// Environment variables: list those of a deployment, set one, or list those that the backend reads
/// (`--used`)
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Env {
    /// List the `process.env` names that the backend reads, and where; no deployment is asked
    #[arg(long)]
    used: bool,
    /// The project or functions folder, for `--used` [default: the current folder]
    #[arg(long, short = 'C', value_name = "PATH", requires = "used")]
    dir: Option<PathBuf>,
    /// Names only
    #[arg(long)]
    names: bool,
    #[command(flatten)]
    target: Target,
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Print the value of a variable
    Get {
        /// The variable
        name: String,
        #[command(flatten)]
        target: Target,
    },
    /// Set a variable
    Set {
        /// The variable
        name: String,
        /// Its value
        value: String,
        #[command(flatten)]
        target: Target,
    },
    /// Remove a variable
    Remove {
        /// The variable
        name: String,
        #[command(flatten)]
        target: Target,
    },
}

impl Env {
    pub(super) fn run(self, terminal: Terminal) -> Outcome<ExitCode> {
        if self.used {
            return self.used(terminal);
        }
        wait(async {
            match self.action {
                None => {
                    let system = self.target.connect()?.system()?;
                    let variables = system.environment_variables().await?;
                    let lines = variables.iter().map(|(name, value)| {
                        if self.names {
                            name.clone()
                        } else {
                            format!("{name}={}", quoted(value))
                        }
                    });
                    let lines: Vec<String> = lines.collect();
                    if lines.is_empty() {
                        terminal.say("the deployment has no environment variables");
                    } else {
                        print(terminal, &lines.join("\n"))?;
                    }
                }
                Some(Action::Get { name, target }) => {
                    let system = target.connect()?.system()?;
                    let Some(value) = system.environment_variable(&name).await? else {
                        terminal.error(&format!("the deployment has no variable `{name}`"));
                        return Ok(answer(false));
                    };
                    print(terminal, &value)?;
                }
                Some(Action::Set {
                    name,
                    value,
                    target,
                }) => {
                    let system = target.connect()?.system()?;
                    system.set_environment_variable(&name, &value).await?;
                    terminal.say(&format!("set `{name}`"));
                }
                Some(Action::Remove { name, target }) => {
                    let system = target.connect()?.system()?;
                    system.unset_environment_variable(&name).await?;
                    terminal.say(&format!("removed `{name}`"));
                }
            }
            Ok(ExitCode::SUCCESS)
        })
    }

    fn used(&self, terminal: Terminal) -> Outcome<ExitCode> {
        let config = backends::config(self.dir.as_deref())?;
        let folder = convex_codegen::functions_folder(config.dir())?;
        if !folder.is_dir() {
            return Err(Failure::Text(format!(
                "`{}` is not a folder",
                folder.display()
            )));
        }
        let uses = variables::used(&folder)?;
        let mut by_name: BTreeMap<Option<&str>, Vec<&Use>> = BTreeMap::new();
        for used in &uses {
            by_name.entry(used.name.as_deref()).or_default().push(used);
        }
        let lines = by_name.into_iter().rev().map(|(name, uses)| {
            let places: Vec<String> = uses
                .iter()
                .map(|used| {
                    let file = used.file.to_string_lossy();
                    terminal::at(&file, &format!("{file}:{}", used.line))
                })
                .collect();
            match name {
                Some(name) if self.names => name.to_owned(),
                Some(name) => format!("{}  {}", bold(name), dim(places.join(", "))),
                None => format!("{}  {}", doubtful("(computed)"), dim(places.join(", "))),
            }
        });
        let mut lines: Vec<String> = lines.collect();
        lines.reverse();
        if lines.is_empty() {
            terminal.say("the backend reads no environment variables");
        } else {
            print(terminal, &lines.join("\n"))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A value as an `.env` file has it.
fn quoted(value: &str) -> String {
    let is_plain = |c: char| !c.is_whitespace() && !matches!(c, '#' | '"' | '\'' | '`' | '\\');
    if value.chars().all(is_plain) {
        return value.to_owned();
    }
    if value.contains('\'') {
        format!("\"{}\"", value.replace('"', "\\\"").replace('\n', "\\n"))
    } else {
        format!("'{value}'")
    }
}
