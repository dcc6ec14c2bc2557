//! `convex-codegen serve`: the project's own functions on Convex's wire.

use std::{collections::BTreeMap, path::PathBuf, process::ExitCode};

use clap::Args;

use super::{print, wait};
use crate::{
    failure::{Failure, Outcome},
    serve::{self, Change, Line, Served},
    terminal::{Terminal, bad, bold, dim},
    variables,
};

/// Serve the project's own TypeScript functions on this machine, without an account
#[derive(Debug, Args)]
#[command(long_about = "\
Serve the project's own TypeScript functions on this machine, without an account: Convex's HTTP API and sync protocol in front of `convex-test`.
The URL is printed on stdout; functions reload when files change.")]
pub(super) struct Serve {
    /// The project, or its functions folder
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// The port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 3210)]
    port: u16,
    /// The port of HTTP actions, as `convex.site` has them [default: the next port, if it is free]
    #[arg(long, value_name = "PORT")]
    site_port: Option<u16>,
    /// Run cron jobs by their schedules; those with an interval begin at once
    #[arg(long)]
    crons: bool,
    /// A host to answer besides this machine, such as that of a tunnel
    #[arg(long, value_name = "HOST")]
    allow_host: Vec<String>,
    /// An origin whose pages may send requests, such as `https://app.example`; those of this
    /// machine may
    #[arg(long, value_name = "ORIGIN")]
    allow_origin: Vec<String>,
    /// A file with environment variables of the functions [default: `.env.local` of the project, if
    /// there is one]
    #[arg(long, value_name = "FILE")]
    env_file: Option<PathBuf>,
    /// Do not print what functions log
    #[arg(long)]
    no_logs: bool,
}

impl Serve {
    pub(super) fn run(self, terminal: Terminal) -> Outcome<ExitCode> {
        wait(self.serve(terminal))
    }

    async fn serve(self, terminal: Terminal) -> Outcome<ExitCode> {
        let mut serve = serve::Serve::new(&self.dir).port(self.port);
        if let Some(port) = self.site_port {
            serve = serve.site_port(port);
        }
        if self.crons {
            serve = serve.crons();
        }
        for host in &self.allow_host {
            serve = serve.allow_host(host);
        }
        for origin in &self.allow_origin {
            serve = serve.allow_origin(origin);
        }
        for (name, value) in self.variables(terminal)? {
            // Those of this process count more.
            if std::env::var_os(&name).is_none() {
                serve = serve.variable(name, value);
            }
        }
        let mut served = serve.start().await?;
        print(terminal, &served.url())?;
        terminal.say(&dim(format!(
            "serving `{}`, HTTP actions at {}; stop with Ctrl-C",
            self.dir.display(),
            served.site_url()
        )));
        terminal.say(&dim(format!(
            "`run`, `data`, `env` and `logs` take CONVEX_URL={} CONVEX_DEPLOY_KEY='{}'",
            served.url(),
            served.deployment().admin_key()
        )));
        tokio::select! {
            () = self.report(&mut served, terminal) => Err(Failure::Text("the Node process that executes functions has ended".to_owned())),
            stopped = tokio::signal::ctrl_c() => match stopped {
                Ok(()) => Ok(ExitCode::SUCCESS),
                Err(error) => Err(Failure::Text(error.to_string())),
            },
        }
    }

    /// The variables of the file that is named, or of `.env.local`.
    fn variables(&self, terminal: Terminal) -> Outcome<BTreeMap<String, String>> {
        if let Some(file) = &self.env_file {
            return variables::read(file);
        }
        // Beside `convex.json`, or beside the functions folder.
        let functions = convex_codegen::functions_folder(&self.dir)?;
        let folders = [Some(self.dir.as_path()), functions.parent()];
        let mut files = folders
            .into_iter()
            .flatten()
            .map(|folder| folder.join(".env.local"));
        match files.find(|file| file.is_file()) {
            None => Ok(BTreeMap::new()),
            Some(file) => {
                terminal.say(&dim(format!(
                    "reading environment variables of `{}`",
                    file.display()
                )));
                variables::read(&file)
            }
        }
    }

    async fn report(&self, served: &mut Served, terminal: Terminal) {
        while let Some(change) = served.changed().await {
            match change {
                Change::Loaded(count) => {
                    terminal.say(&format!("reloaded; functions served: {count}"));
                }
                Change::Failed(report) => terminal.error(&format!(
                    "still serving the functions from before\n\n{report}"
                )),
                Change::Unwatched(problem) => terminal.warning(&problem),
                Change::Logged(_) if self.no_logs => {}
                Change::Logged(line) => terminal.say(&logged(&line)),
                Change::Restarted(last_words) => terminal.error(&format!(
                    "Node ended and was started again; all data is new\n\n{last_words}"
                )),
            }
        }
    }
}

/// As `npx convex dev` shows it: `[CONVEX Q(tasks:list)] [LOG] 'a text'`.
fn logged(line: &Line) -> String {
    let text = if line.text.starts_with("[ERROR]") {
        bad(&line.text)
    } else {
        line.text.clone()
    };
    match line.kind.chars().next() {
        Some(kind) => format!(
            "{} {text}",
            bold(format!(
                "[CONVEX {}({})]",
                kind.to_uppercase(),
                line.function
            ))
        ),
        None => text,
    }
}
