//! The commands: one file for each.

mod serve;
mod spec;
mod types;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Typed Rust bindings for Convex backends.
#[derive(Debug, Parser)]
#[command(name = "convex-codegen", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Serve),
    Spec(spec::Spec),
    Types(types::Types),
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    match Cli::parse().command {
        Command::Serve(command) => command.run(),
        Command::Spec(command) => command.run(),
        Command::Types(command) => command.run(),
    }
}
