//! `Terminal`: the output of commands. Results go to stdout, messages about them to stderr.

mod annotation;
mod link;
mod style;

use std::{
    borrow::Cow,
    io::{self, IsTerminal, Write},
};

use anstream::{AutoStream, ColorChoice};
use clap::{Args, ValueEnum};
use convex_codegen::{Diagnostic, Severity};
use supports_hyperlinks::Stream;

use crate::failure::Failure;

pub(crate) use link::{at, place};
pub(crate) use style::{bad, bold, dim, doubtful, good, removed};

/// Options of every command.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Look {
    /// Colouring of the output; `NO_COLOR` is respected
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "WHEN",
        help_heading = "Output"
    )]
    color: Color,
    /// Print results and errors only
    #[arg(long, short, global = true, help_heading = "Output")]
    quiet: bool,
    /// The format of diagnostics: for people, one JSON object a line, or GitHub annotations
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "FORMAT",
        help_heading = "Output"
    )]
    message_format: MessageFormat,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Color {
    /// On a terminal
    #[default]
    Auto,
    /// Also into files and pipes
    Always,
    /// Nowhere
    Never,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// With the lines of the file
    #[default]
    Human,
    /// One JSON object a line
    Json,
    /// Workflow commands of GitHub Actions, which annotate pull requests
    Github,
}

/// The output of a command.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terminal {
    look: Look,
}

impl Terminal {
    pub(crate) fn new(look: Look) -> Self {
        Self { look }
    }

    fn choice(self) -> Option<ColorChoice> {
        match self.look.color {
            Color::Auto => None,
            Color::Always => Some(ColorChoice::Always),
            Color::Never => Some(ColorChoice::Never),
        }
    }

    /// Prints a result on stdout. A closed pipe is not an error.
    pub(crate) fn print(self, text: &str) -> io::Result<()> {
        let stdout = io::stdout();
        let choice = self.choice().unwrap_or_else(|| AutoStream::choice(&stdout));
        let mut stream = AutoStream::new(stdout.lock(), choice);
        let text = text.strip_suffix('\n').unwrap_or(text);
        let text = linked(text, Stream::Stdout);
        match writeln!(stream, "{text}").and_then(|()| stream.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            result => result,
        }
    }

    /// Prints a message on stderr, unless `--quiet` is set.
    pub(crate) fn say(self, text: &str) {
        if !self.look.quiet {
            self.write(text);
        }
    }

    /// Says what is wrong, or who is asked for an answer.
    pub(crate) fn insist(self, text: &str) {
        self.write(text);
    }

    fn write(self, text: &str) {
        let stderr = io::stderr();
        let choice = self.choice().unwrap_or_else(|| AutoStream::choice(&stderr));
        let mut stream = AutoStream::new(stderr.lock(), choice);
        let text = linked(text, Stream::Stderr);
        // A failure to print cannot be reported.
        let _ = writeln!(stream, "{text}");
    }

    /// Prints `error: …` in the format of messages.
    pub(crate) fn error(self, text: &str) {
        match self.look.message_format {
            MessageFormat::Human => {
                self.write(&format!("{}{} {text}", bad("error"), bold(":")));
            }
            MessageFormat::Json => self.write(&annotation::json_text("error", text)),
            MessageFormat::Github => self.write(&annotation::github_text("error", text)),
        }
    }

    /// Says why a command could not do its work.
    pub(crate) fn failure(self, failure: &Failure) {
        if let Failure::Backend { diagnostics, .. } = failure {
            self.diagnostics(diagnostics);
        }
        self.error(&failure.to_string());
    }

    /// Says `warning: …`, in the format of messages.
    pub(crate) fn warning(self, text: &str) {
        match self.look.message_format {
            MessageFormat::Human => {
                self.say(&format!("{}{} {text}", doubtful("warning"), bold(":")));
            }
            MessageFormat::Json => self.say(&annotation::json_text("warning", text)),
            MessageFormat::Github => self.say(&annotation::github_text("warning", text)),
        }
    }

    /// Says each diagnostic, errors last and, if the user wants it quiet, errors only.
    pub(crate) fn diagnostics(self, diagnostics: &[Diagnostic]) {
        let mut ordered: Vec<&Diagnostic> = diagnostics.iter().collect();
        ordered.sort_by_key(|diagnostic| diagnostic.severity);
        for diagnostic in ordered {
            if self.look.quiet && diagnostic.severity < Severity::Error {
                continue;
            }
            self.write(&match self.look.message_format {
                MessageFormat::Human => format!("{}\n", link::diagnostic(diagnostic)),
                MessageFormat::Json => annotation::json(diagnostic),
                MessageFormat::Github => annotation::github(diagnostic),
            });
        }
    }

    /// Returns whether stderr is a terminal.
    pub(crate) fn is_watched() -> bool {
        io::stderr().is_terminal()
    }
}

/// `text` for this stream: with links if it is a terminal that shows them.
fn linked(text: &str, stream: Stream) -> Cow<'_, str> {
    if supports_hyperlinks::on(stream) {
        Cow::Borrowed(text)
    } else {
        link::stripped(text)
    }
}
