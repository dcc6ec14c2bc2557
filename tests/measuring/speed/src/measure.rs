//! A command and what it costs.

use std::{
    env,
    ffi::OsStr,
    io,
    path::Path,
    process::{Command, Stdio},
};

use nix::sys::resource::{UsageWho, getrusage};

/// The cost of a command and all processes that it started.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// Seconds of CPU, user and system.
    pub cpu: f64,
    /// Megabytes of the largest process.
    pub memory: f64,
}

/// Runs `arguments` in a process of its own, since a peak of memory is known of all children
/// together only.
pub fn measure(arguments: &[&str]) -> io::Result<Cost> {
    measure_in(Path::new("."), &[], arguments)
}

/// As [`measure`], in `folder` and with `variables`.
pub fn measure_in(
    folder: &Path,
    variables: &[(&str, &OsStr)],
    arguments: &[&str],
) -> io::Result<Cost> {
    let output = Command::new(env::current_exe()?)
        .arg("--one")
        .args(arguments)
        .current_dir(folder)
        .envs(variables.iter().copied())
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut numbers = text
        .split_whitespace()
        .filter_map(|word| word.parse::<f64>().ok());
    match (output.status.success(), numbers.next(), numbers.next()) {
        (true, Some(cpu), Some(memory)) => Ok(Cost { cpu, memory }),
        _ => Err(io::Error::other(format!(
            "`{}` failed",
            arguments.join(" ")
        ))),
    }
}

/// The other side of [`measure`]: runs the command and gives its cost as text.
pub fn one(arguments: &[String]) -> io::Result<String> {
    let (program, arguments) = arguments
        .split_first()
        .ok_or(io::Error::other("a command is missing"))?;
    let status = Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .status()?;
    if !status.success() {
        return Err(io::Error::other("the command failed"));
    }
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let seconds = |time: nix::sys::time::TimeVal| {
        #[expect(clippy::cast_precision_loss, reason = "a few digits are printed")]
        let seconds = time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
        seconds
    };
    let cpu = seconds(usage.user_time()) + seconds(usage.system_time());
    Ok(format!("{cpu} {}", usage.max_rss() / 1024))
}
