//! The commands: one file for each.

mod data;
mod diff;
mod env;
mod explain;
mod foreign;
mod generate;
mod init;
mod list;
mod logs;
mod run;
mod serve;
mod shell;
mod spec;
mod types;

use std::{ffi::OsString, future::Future, io, process::ExitCode};

use clap::{CommandFactory, Parser, Subcommand};

use crate::{
    failure::{Failure, Outcome},
    terminal::{Look, Terminal},
};

/// Typed Rust bindings for Convex backends: generate, check, list, compare, call and serve them.
#[derive(Debug, Parser)]
#[command(name = "convex-codegen", version, after_help = EXIT_CODES)]
struct Cli {
    #[command(flatten)]
    look: Look,
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  done, and the answer is no: files are stale, changes break callers, the backend has errors, a function failed
  2  not done: wrong usage, or a file, program, deployment or key is missing

Options of the generator can stand in `convex-codegen.toml` or `[package.metadata.convex-codegen]`.";

/// The exit code for a negative answer.
const NO: u8 = 1;

/// The exit code for a command that could not do its work.
const NOT_DONE: u8 = 2;

#[derive(Debug, Subcommand)]
enum Command {
    Generate(generate::Generate),
    Init(init::Init),
    #[command(visible_alias = "inspect")]
    List(list::List),
    Diff(diff::Diff),
    Types(types::Types),
    Spec(spec::Spec),
    Run(run::Run),
    Logs(logs::Logs),
    Data(data::Data),
    Env(env::Env),
    Serve(serve::Serve),
    Explain(explain::Explain),
    Completions(shell::Completions),
    Man(shell::Man),
    #[command(external_subcommand)]
    Foreign(Vec<OsString>),
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let terminal = Terminal::new(cli.look);
    let result = match cli.command {
        Command::Generate(command) => command.run(terminal),
        Command::Init(command) => command.run(terminal),
        Command::List(command) => command.run(terminal),
        Command::Diff(command) => command.run(terminal),
        Command::Types(command) => command.run(terminal),
        Command::Spec(command) => command.run(terminal),
        Command::Run(command) => command.run(terminal),
        Command::Logs(command) => command.run(terminal),
        Command::Data(command) => command.run(terminal),
        Command::Env(command) => command.run(terminal),
        Command::Serve(command) => command.run(terminal),
        Command::Explain(command) => command.run(terminal),
        Command::Completions(command) => command.run(Cli::command(), terminal),
        Command::Man(command) => command.run(Cli::command(), terminal),
        Command::Foreign(arguments) => Err(foreign::answer(&arguments)),
    };
    match result {
        Ok(code) => code,
        Err(failure) => {
            terminal.failure(&failure);
            ExitCode::from(match failure {
                Failure::Backend { .. } => NO,
                Failure::Text(_) => NOT_DONE,
            })
        }
    }
}

/// The answer of a command that did its work.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
}

impl From<bool> for Answer {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

/// 0 or 1.
fn answer(answer: impl Into<Answer>) -> ExitCode {
    match answer.into() {
        Answer::Yes => ExitCode::SUCCESS,
        Answer::No => ExitCode::from(NO),
    }
}

/// Prints a result.
fn print(terminal: Terminal, text: &str) -> Outcome<()> {
    let printed = terminal.print(text);
    printed.map_err(|error: io::Error| Failure::io("write", "stdout", &error))
}

/// Runs a future to its end.
fn wait<T>(future: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Text(format!("cannot start a runtime: {error}")))?;
    runtime.block_on(future)
}
