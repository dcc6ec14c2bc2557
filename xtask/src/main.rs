//! `cargo xtask`: what maintainers run.
#![expect(clippy::print_stdout, reason = "a command line program")]

mod command;
mod publish;
mod ready;
mod upstream;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    about = "What maintainers of this repository run"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Checks everything that a release needs, and says how to install what is missing.
    Ready(ready::Options),
    /// Compares with the newest versions of Convex, its components and TypeScript.
    Upstream {
        /// Writes the findings as Markdown to this file.
        #[arg(long)]
        report: Option<PathBuf>,
    },
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Ready(options) => ready::run(&options),
        Command::Upstream { report } => upstream::run(report.as_deref()),
    }
}
