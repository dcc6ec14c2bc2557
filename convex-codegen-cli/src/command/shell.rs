//! `completions` and `man`: shell completions and manual pages of the commands.

use std::process::ExitCode;

use clap::{Args, Command};
use clap_complete::Shell;

use super::print;
use crate::{
    failure::{Failure, Outcome},
    terminal::Terminal,
};

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(
    after_help = "Example: convex-codegen completions bash > ~/.local/share/bash-completion/completions/convex-codegen"
)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self, mut command: Command, terminal: Terminal) -> Outcome<ExitCode> {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut command, "convex-codegen", &mut text);
        let text = String::from_utf8_lossy(&text);
        // The script for bash takes the hyphen of our name for a gap between commands in one of two
        // places, so that it would complete commands only, and no options.
        let text = text.replace("convex__subcmd__codegen", "convex__codegen");
        print(terminal, &text)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Print the manual page, in roff
#[derive(Debug, Args)]
#[command(after_help = "Example: convex-codegen man | man -l -")]
pub(super) struct Man {
    /// The command to describe; all of them by default
    command: Option<String>,
}

impl Man {
    pub(super) fn run(self, mut command: Command, terminal: Terminal) -> Outcome<ExitCode> {
        command.build();
        let command = match &self.command {
            None => command,
            Some(name) => {
                let found = command.find_subcommand(name).cloned();
                found.ok_or_else(|| Failure::Text(format!("there is no command `{name}`")))?
            }
        };
        let mut text = Vec::new();
        let rendered = clap_mangen::Man::new(command).render(&mut text);
        rendered.map_err(|error| Failure::io("write", "the manual page", &error))?;
        print(terminal, &String::from_utf8_lossy(&text))?;
        Ok(ExitCode::SUCCESS)
    }
}
