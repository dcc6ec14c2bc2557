//! `convex-codegen generate`: the Rust of a backend, outside of a build.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use clap::Args;
use convex_codegen::{Config, FileChange, Repeated, Report, inspect::Backend};
use similar::TextDiff;

use super::{answer, print};
use crate::{
    compare::{self, Scope},
    failure::{Failure, Outcome},
    terminal::{Terminal, bold, dim, good, removed},
    watch::Watch,
};

/// Generate the typed Rust of a backend into a folder, the same files as in a build
#[derive(Debug, Args)]
pub(super) struct Generate {
    /// The project, its functions folder, or what `npx convex function-spec` wrote [default: the
    /// current folder]
    dir: Option<PathBuf>,
    /// The folder to write [default: `out` of `convex-codegen.toml`]
    #[arg(long, short, value_name = "PATH")]
    out: Option<PathBuf>,
    /// The backend, for a crate with several
    #[arg(long, value_name = "NAME", default_value = "convex")]
    name: String,
    /// Write nothing; exit with 1 and show a diff if files are stale
    #[arg(long)]
    check: bool,
    /// Generate again whenever the backend changes, and show what changed in its types
    #[arg(long, conflicts_with = "check")]
    watch: bool,
}

impl Generate {
    pub(super) fn run(self, terminal: Terminal) -> Outcome<ExitCode> {
        let config = self.config()?;
        if self.check {
            return check(&config, terminal);
        }
        if self.watch {
            return watch(&config, terminal);
        }
        let report = config.run()?;
        show(&report, terminal);
        Ok(ExitCode::SUCCESS)
    }

    fn config(&self) -> Outcome<Config> {
        let found = Config::in_folder(".", &self.name)?;
        let has_out = self.out.is_some();
        let mut config = match (found, &self.dir) {
            (Some(config), None) => config,
            (Some(config), Some(dir)) => config.convex_dir(dir),
            (None, dir) => {
                let dir = dir.as_deref().unwrap_or(Path::new("."));
                Config::new(dir).name(&self.name).settled()
            }
        };
        if let Some(out) = &self.out {
            config = config.out_dir(out);
        }
        if !has_out && config.output_dir().is_none() {
            return Err(Failure::Text(
                "name the folder to write with `--out PATH`, or as `out` in `convex-codegen.toml`"
                    .to_owned(),
            ));
        }
        Ok(config)
    }
}

fn show(report: &Report, terminal: Terminal) {
    terminal.diagnostics(&report.diagnostics());
    for note in report.notes() {
        terminal.warning(note);
    }
    let files = match report.changed().len() {
        0 => "nothing to change".to_owned(),
        1 => "1 file changed".to_owned(),
        count => format!("{count} files changed"),
    };
    let folder = report.out_dir();
    let here = std::env::current_dir().unwrap_or_default();
    let folder = folder.strip_prefix(&here).unwrap_or(folder);
    terminal.say(&format!(
        "{}; {files} in `{}`",
        report.summary(),
        folder.display()
    ));
}

fn check(config: &Config, terminal: Terminal) -> Outcome<ExitCode> {
    let generated = config.prepare()?;
    let changes = generated.changes()?;
    if changes.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let here = std::env::current_dir().unwrap_or_default();
    for change in &changes {
        print(terminal, &difference(change, &here))?;
    }
    let stale = match changes.len() {
        1 => "1 file is stale".to_owned(),
        count => format!("{count} files are stale"),
    };
    terminal.error(&format!(
        "{stale}; run `convex-codegen generate` and check in what it writes"
    ));
    Ok(answer(false))
}

/// A unified diff of one file.
fn difference(change: &FileChange, here: &Path) -> String {
    let path = change.path.strip_prefix(here).unwrap_or(&change.path);
    let path = path.to_string_lossy().replace('\\', "/");
    let path = path.trim_start_matches('/');
    let (old, new) = (change.old.as_deref(), change.new.as_deref());
    let name = |side: &str, text: Option<&str>| match text {
        Some(_) => format!("{side}/{path}"),
        None => "/dev/null".to_owned(),
    };
    let texts = TextDiff::from_lines(old.unwrap_or_default(), new.unwrap_or_default());
    let header = (name("a", old), name("b", new));
    let diff = texts
        .unified_diff()
        .header(&header.0, &header.1)
        .to_string();
    let lines = diff.lines().map(|line| match line.as_bytes().first() {
        _ if line.starts_with("---") || line.starts_with("+++") => bold(line),
        Some(b'+') => good(line),
        Some(b'-') => removed(line),
        Some(b'@') => dim(line),
        _ => line.to_owned(),
    });
    lines.collect::<Vec<String>>().join("\n")
}

/// The result of one generation.
struct Round {
    backend: Backend,
    /// The number of changed files.
    changed: usize,
}

/// Generates whenever something changes. Nothing but Ctrl-C ends it.
fn watch(config: &Config, terminal: Terminal) -> Outcome<ExitCode> {
    let mut watch = Watch::new()?;
    let mut repeated = config.clone().repeated();
    let report = repeated.run()?;
    show(&report, terminal);
    watch.follow(report.read().chain([config.dir()]));
    terminal.say("watching for changes; stop with Ctrl-C");
    let mut last = report.into_backend(config);
    loop {
        watch.wait();
        let started = Instant::now();
        match round((config, &mut repeated), &mut watch) {
            Ok(round) => {
                tell(&round, &last, started, terminal);
                last = round.backend;
            }
            Err(failure) => {
                terminal.failure(&failure);
                terminal.say("waiting for a fix; the Rust from before stays");
                // What the broken backend read is not known.
                let broken = followed(config);
                watch.follow(last.read_files().chain(broken.iter().map(PathBuf::as_path)));
            }
        }
    }
}

fn round((config, repeated): (&Config, &mut Repeated), watch: &mut Watch) -> Outcome<Round> {
    let report = repeated.run()?;
    watch.follow(report.read().chain([config.dir()]));
    Ok(Round {
        changed: report.changed().len(),
        backend: report.into_backend(config),
    })
}

/// Folders in which a broken backend may be mended.
fn followed(config: &Config) -> Vec<PathBuf> {
    let mut folders = vec![config.dir().to_owned()];
    if let Ok(functions) = convex_codegen::functions_folder(config.dir()) {
        let mut open = vec![functions];
        while let Some(folder) = open.pop() {
            let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
            let inside = entries.map(|entry| entry.path());
            open.extend(inside.filter(|path| path.is_dir() && !path.ends_with("node_modules")));
            folders.push(folder);
        }
    }
    folders
}

/// Shows what changed in types since the last round.
fn tell(round: &Round, last: &Backend, started: Instant, terminal: Terminal) {
    let took = started.elapsed().as_millis();
    let changes = compare::compare(last, &round.backend, Scope { internal: true });
    let before = last.diagnostics();
    let mut fresh = round.backend.diagnostics();
    fresh.retain(|diagnostic| !before.contains(diagnostic));
    if changes.is_empty() && fresh.is_empty() && round.changed == 0 {
        return;
    }
    if !changes.is_empty() {
        terminal.say(&compare::text(&changes));
    }
    terminal.diagnostics(&fresh);
    let (count, s) = (round.changed, if round.changed == 1 { "" } else { "s" });
    let summary = round.backend.summary();
    terminal.say(&dim(format!(
        "{summary}; {count} file{s} changed in {took} ms"
    )));
}
