//! Runs the compiler as a process, with a deadline.

use std::{
    env, fs,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{native, version::Version};
use crate::error::Error;

/// How often a running compiler is looked at.
const STEP: Duration = Duration::from_millis(20);

/// The version of the compiler `tsc`.
pub fn version(tsc: &Path) -> Result<Version, Error> {
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

/// What the package says that `tsc` is a file or a link of: to start Node costs more than to read it.
fn installed(tsc: &Path) -> Option<Version> {
    let real = fs::canonicalize(tsc).ok()?;
    let [name, version] = native::identity(real.parent()?.parent()?)?;
    if name != "typescript" {
        return None;
    }
    Version::parse(&version)
}

/// What `tsc --version` prints.
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

/// Runs `tsc -p config`; `tick` is called while it runs. What it prints ends up in `log`, type errors included: they are
/// no failure.
pub fn compile(command: &Compile<'_>, tick: &mut dyn FnMut(Duration)) -> Result<Output, Error> {
    let Compile {
        tsc,
        config,
        log,
        deadline,
    } = command;
    let output = fs::File::create(log).map_err(|error| Error::io("create", *log, error))?;
    let errors = output
        .try_clone()
        .map_err(|error| Error::io("create", *log, error))?;
    let mut child = Command::new(tsc)
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
    let status = wait(&mut child, *deadline, tick).ok_or_else(|| {
        Error::TypeScript(format!(
            "`{}` was still running after {} s and was stopped",
            tsc.display(),
            deadline.as_secs()
        ))
    })?;
    let printed = fs::read(log).map_err(|error| Error::io("read", *log, error))?;
    let printed = String::from_utf8_lossy(&printed).into_owned();
    Ok(Output {
        // 0: no errors; 1 and 2: errors in the project's sources or options, with and without output.
        broke_off: !matches!(status.code(), Some(0..=2)),
        printed,
    })
}

/// What a run of the compiler came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    /// What it printed.
    pub printed: String,
    /// Whether it ended before it was through: what it wrote until then is there.
    pub broke_off: bool,
}

impl Output {
    /// The lines that tell most: the first ones, or the last ones before it broke off.
    pub fn shown(&self) -> String {
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
pub struct Compile<'a> {
    /// The compiler, or the program behind it.
    pub tsc: &'a Path,
    /// The `tsconfig.json`.
    pub config: &'a Path,
    /// Where what it prints goes.
    pub log: &'a Path,
    /// How long it may take.
    pub deadline: Duration,
}

/// How it ended; `None` when the deadline has passed.
fn wait(
    child: &mut Child,
    deadline: Duration,
    tick: &mut dyn FnMut(Duration),
) -> Option<ExitStatus> {
    let started = Instant::now();
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        if started.elapsed() > deadline {
            // It may have ended by itself in between; then there is nothing to stop.
            let _ = child.kill();
            let _ = child.wait();
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
