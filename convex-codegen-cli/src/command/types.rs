//! `convex-codegen types`: the types that TypeScript infers, kept in a file.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use clap::Args;
use convex_codegen::TypesProgress;

use super::answer;
use crate::{
    backends,
    failure::{Failure, Outcome},
    terminal::{Terminal, dim},
};

/// Ask the project's TypeScript for the types that no validator declares, and keep them in
/// `convex-types.d.ts`
#[derive(Debug, Args)]
pub(super) struct Types {
    /// The project, or its functions folder [default: the current folder]
    dir: Option<PathBuf>,
    /// The file to write: beside `Cargo.toml`, where build scripts look for it
    #[arg(long, default_value = "convex-types.d.ts", value_name = "PATH")]
    out: PathBuf,
    /// The TypeScript compiler to ask, instead of the one in the project's `node_modules`
    #[arg(long, value_name = "PATH")]
    tsc: Option<PathBuf>,
    /// Write nothing; exit with 1 if a type changed. TypeScript is asked only if sources changed
    #[arg(long)]
    check: bool,
    /// With `--check`: compare sources only, without TypeScript; a changed handler counts as a
    /// change
    #[arg(long, requires = "check")]
    offline: bool,
    /// Seconds that TypeScript may take
    #[arg(long, default_value_t = 600, value_name = "SECONDS")]
    timeout: u64,
}

impl Types {
    pub(super) fn run(self, terminal: Terminal) -> Outcome<ExitCode> {
        let config = backends::config(self.dir.as_deref())?;
        let mut types = convex_codegen::Types::new(config.dir())
            .file(&self.out)
            .deadline(Duration::from_secs(self.timeout))
            .stop_when(interrupted()?);
        if let Some(tsc) = &self.tsc {
            types = types.tsc(tsc);
        }
        if self.check {
            self.check(&types, terminal)
        } else {
            self.update(&types, terminal)
        }
    }

    fn check(&self, types: &convex_codegen::Types, terminal: Terminal) -> Outcome<ExitCode> {
        let stale = types.stale()?;
        if stale.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        if !self.out.exists() {
            let out = self.out.display();
            terminal.error(&format!(
                "`{out}` does not exist; run `convex-codegen types` and check in what it writes"
            ));
            return Ok(answer(false));
        }
        let modules: Vec<String> = stale.into_iter().collect();
        let (out, modules) = (self.out.display(), modules.join(", "));
        if self.offline {
            terminal.error(&format!(
                "`{out}` is older than {modules}; run `convex-codegen types`"
            ));
            return Ok(answer(false));
        }
        let mut shown = 0;
        let fresh = types.ask(&mut |progress| show(&progress, &mut shown, terminal))?;
        let old = fs::read_to_string(&self.out).unwrap_or_default();
        let changed = changed_types(&old, &fresh.text);
        if changed.is_empty() {
            terminal.say(&dim(format!(
                "sources of {modules} changed, their types did not"
            )));
            return Ok(ExitCode::SUCCESS);
        }
        for line in &changed {
            terminal.insist(line);
        }
        terminal.error(&format!(
            "`{out}` is out of date; run `convex-codegen types` and check in what it writes"
        ));
        Ok(answer(false))
    }

    fn update(&self, types: &convex_codegen::Types, terminal: Terminal) -> Outcome<ExitCode> {
        let is_new = !self.out.exists();
        let mut shown = 0;
        let report = types.update(&mut |progress| show(&progress, &mut shown, terminal))?;
        terminal.say(&report.to_string());
        let done = if report.changed {
            "wrote"
        } else {
            "nothing to change in"
        };
        terminal.say(&format!("{done} `{}`", self.out.display()));
        if is_new {
            look_again(&self.out);
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Becomes true at Ctrl-C and SIGTERM.
fn interrupted() -> Outcome<Arc<AtomicBool>> {
    let stopped = Arc::new(AtomicBool::new(false));
    let flag = stopped.clone();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Text(format!("cannot start a runtime: {error}")))?;
    std::thread::spawn(move || {
        runtime.block_on(async {
            #[cfg(unix)]
            {
                use tokio::signal::unix::{SignalKind, signal};
                let Ok(mut terminate) = signal(SignalKind::terminate()) else {
                    return;
                };
                tokio::select! {
                    _ = tokio::signal::ctrl_c() => {}
                    _ = terminate.recv() => {}
                }
            }
            #[cfg(not(unix))]
            let _ = tokio::signal::ctrl_c().await;
            flag.store(true, Ordering::Relaxed);
        });
    });
    Ok(stopped)
}

/// Makes the build script of the crate run again: a file that did not exist is not watched, but the
/// manifest is.
fn look_again(types: &Path) {
    let folder = types.parent().unwrap_or(Path::new(""));
    for name in ["Cargo.toml", "convex-codegen.toml"] {
        let Ok(file) = fs::OpenOptions::new().append(true).open(folder.join(name)) else {
            continue;
        };
        // The build uses `Value` where it fails, and reports it.
        let _ = file.set_modified(std::time::SystemTime::now());
    }
}

/// The lines by which two files of types differ, but for the fingerprints of sources.
fn changed_types(old: &str, new: &str) -> Vec<String> {
    let lines = |text: &str| -> Vec<String> {
        let lines = text.lines().map(str::trim_end);
        lines
            .filter(|line| !line.trim_start().starts_with("//"))
            .map(str::to_owned)
            .collect()
    };
    let (old, new) = (lines(old), lines(new));
    let (old, new): (Vec<&str>, Vec<&str>) = (
        old.iter().map(String::as_str).collect(),
        new.iter().map(String::as_str).collect(),
    );
    let diff = similar::TextDiff::from_slices(&old, &new);
    diff.iter_all_changes()
        .filter(|change| change.tag() != similar::ChangeTag::Equal)
        .map(|change| format!("{}{}", change.tag(), change.value()))
        .collect()
}

/// One line when it starts, and one every few seconds for as long as it runs.
fn show(progress: &TypesProgress, shown: &mut u64, terminal: Terminal) {
    match progress {
        TypesProgress::Started {
            tsc,
            version,
            functions,
            ambient,
            ..
        } => {
            terminal.say(&format!(
                "asking TypeScript {version} ({}) for {functions} function{}",
                tsc.display(),
                if *functions == 1 { "" } else { "s" }
            ));
            if let Some(ambient) = ambient
                && !ambient.is_empty()
            {
                terminal.say(&format!(
                    "with the packages of @types {}",
                    ambient.join(", ")
                ));
            }
        }
        TypesProgress::Running(elapsed) => {
            let every = if Terminal::is_watched() { 5 } else { 30 };
            if elapsed.as_secs() / every > *shown {
                *shown = elapsed.as_secs() / every;
                terminal.say(&format!("still running after {} s", elapsed.as_secs()));
            }
        }
        _ => {}
    }
}
