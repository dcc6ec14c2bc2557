//! Runs the compiler as a process, with a deadline.

use std::{
    env, fs,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use super::{native, version::Version};
use crate::error::Error;

/// The interval at which a running compiler is polled.
const STEP: Duration = Duration::from_millis(20);

/// The version of the compiler `tsc`.
pub(super) fn version(tsc: &Path) -> Result<Version, Error> {
    let version = match installed(tsc) {
        Some(version) => version,
        None => printed(tsc)?,
    };
    if version < Version::OLDEST {
        let oldest = Version::OLDEST;
        return Err(Error::TypeScript(format!(
            "`{}` is TypeScript {version}; at least {oldest} is needed",
            tsc.display()
        )));
    }
    Ok(version)
}

/// The version in the `package.json` of the package that `tsc` belongs to; faster than starting
/// Node.
fn installed(tsc: &Path) -> Option<Version> {
    let real = fs::canonicalize(tsc).ok()?;
    let [name, version] = native::identity(real.parent()?.parent()?)?;
    if name != "typescript" {
        return None;
    }
    Version::parse(&version)
}

/// The version that `tsc --version` prints.
fn printed(tsc: &Path) -> Result<Version, Error> {
    let output = Command::new(tsc)
        .arg("--version")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| start(tsc, &error))?;
    let text = String::from_utf8_lossy(&output.stdout);
    Version::parse(&text).ok_or_else(|| {
        let problem = String::from_utf8_lossy(&output.stderr);
        Error::TypeScript(format!(
            "`{} --version` printed no version: {text}{problem}",
            tsc.display()
        ))
    })
}

/// Runs `tsc -p config`; `tick` is called while it runs. What it prints ends up in `log`, type
/// errors included: they are not a failure.
pub(super) fn compile(
    command: &Compile<'_>,
    tick: &mut dyn FnMut(Duration),
) -> Result<Output, Error> {
    let Compile {
        tsc,
        config,
        log,
        limits,
    } = command;
    let output = fs::File::create(log).map_err(|error| Error::io("create", *log, error))?;
    let errors = output
        .try_clone()
        .map_err(|error| Error::io("create", *log, error))?;
    let mut command = Command::new(tsc);
    #[cfg(unix)]
    if limits.stopped.is_some() {
        // A process group of its own can be stopped as a whole.
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
    }
    let mut child = command
        .arg("-p")
        .arg(config)
        .args(["--pretty", "false"])
        .current_dir(config.parent().unwrap_or(Path::new(".")))
        // The native compiler's: a run that ends soon may collect its garbage later.
        .env("GOGC", env::var_os("GOGC").unwrap_or_else(|| "200".into()))
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors)
        .spawn()
        .map_err(|error| start(tsc, &error))?;
    let status = wait(&mut child, *limits, tick).ok_or_else(|| {
        if limits.is_stopped() {
            return Error::TypeScript(format!("`{}` was stopped", tsc.display()));
        }
        Error::TypeScript(format!(
            "`{}` was still running after {} s and was stopped",
            tsc.display(),
            limits.deadline.as_secs()
        ))
    })?;
    let printed = fs::read(log).map_err(|error| Error::io("read", *log, error))?;
    let printed = String::from_utf8_lossy(&printed).into_owned();
    Ok(Output {
        // 0: no errors; 1 and 2: errors in the project's sources or options, with and without
        // output.
        broke_off: !matches!(status.code(), Some(0..=2)),
        printed,
    })
}

/// The outcome of a run of the compiler.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Output {
    /// The text that it printed.
    pub printed: String,
    /// `true` if it ended early; the files that it wrote until then exist.
    pub broke_off: bool,
}

impl Output {
    /// The most informative lines: the first ones, or the last ones if it broke off.
    pub(super) fn shown(&self) -> String {
        const LINES: usize = 12;
        let lines: Vec<&str> = self.printed.lines().collect();
        let from = if self.broke_off {
            lines.len().saturating_sub(LINES)
        } else {
            0
        };
        lines[from..]
            .iter()
            .copied()
            .take(LINES)
            .collect::<Vec<_>>()
            .join("\n")
    }
}

/// A run of the compiler.
#[derive(Debug, Clone, Copy)]
pub(super) struct Compile<'a> {
    /// The compiler, or the program behind it.
    pub tsc: &'a Path,
    /// The `tsconfig.json`.
    pub config: &'a Path,
    /// The file that its output goes to.
    pub log: &'a Path,
    /// The time limit, and a way to stop it earlier.
    pub limits: Limits<'a>,
}

/// The limits of a run of the compiler.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits<'a> {
    /// The longest time that it may take.
    pub deadline: Duration,
    /// Becomes true when the user stops it. If set, the compiler gets its own process group.
    pub stopped: Option<&'a AtomicBool>,
}

impl Limits<'_> {
    fn is_stopped(&self) -> bool {
        let stopped = self.stopped;
        stopped.is_some_and(|stopped| stopped.load(Ordering::Relaxed))
    }
}

/// Stops the compiler and, if it has its own process group, the processes that it started.
fn end(child: &mut Child, limits: Limits<'_>) {
    #[cfg(unix)]
    if limits.stopped.is_some()
        && let Ok(id) = i32::try_from(child.id())
        && let Some(group) = rustix::process::Pid::from_raw(id)
    {
        // It may have ended by itself in between; then there is nothing to stop.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// Waits for the compiler and returns its exit status; `None` if it was stopped.
fn wait(
    child: &mut Child,
    limits: Limits<'_>,
    tick: &mut dyn FnMut(Duration),
) -> Option<ExitStatus> {
    let started = Instant::now();
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        if started.elapsed() > limits.deadline || limits.is_stopped() {
            end(child, limits);
            return None;
        }
        thread::sleep(STEP);
        tick(started.elapsed());
    }
}

fn start(tsc: &Path, error: &std::io::Error) -> Error {
    Error::TypeScript(format!(
        "cannot run `{}`: {error}. Is Node.js installed?",
        tsc.display()
    ))
}
