//! `generate --watch`: from a saved file to the written Rust.

use std::{
    error::Error,
    fs,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::backend;

/// The number of files that are saved, one after the other.
const ROUNDS: usize = 20;

/// The longest that a round may take.
const LIMIT: Duration = Duration::from_secs(60);

/// What watching a backend costs.
pub struct Watched {
    /// The number of modules.
    pub modules: usize,
    /// Milliseconds from a saved file to its Rust, shortest first.
    pub rounds: Vec<f64>,
    /// Megabytes at the peak, where the system tells.
    pub memory: Option<f64>,
}

/// Ends the process when it is dropped.
struct Watching(Child);

impl Drop for Watching {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Watches the backend of `project`, of `modules` modules, with `command`, and saves one module after
/// the other.
pub fn measure(
    command: &Path,
    (project, modules): (&Path, usize),
) -> Result<Watched, Box<dyn Error>> {
    let functions = project.join("convex");
    let mut watching = Watching(
        Command::new(command)
            .args(["generate", "convex", "--out", "watched", "--watch"])
            .current_dir(project)
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?,
    );
    let stderr = watching.0.stderr.take().ok_or("stderr is piped")?;
    let mut lines = BufReader::new(stderr).lines();
    while !lines
        .next()
        .ok_or("it ended early")??
        .starts_with("watching")
    {}
    // What it says afterwards must not fill the pipe.
    thread::spawn(move || for _ in lines.by_ref() {});
    let mut rounds = Vec::new();
    for round in 0..ROUNDS {
        let number = round * 31 % modules;
        let written = project.join(format!("watched/api/module{number}.rs"));
        fs::write(backend::path(&functions, number), backend::changed(number))?;
        let saved = Instant::now();
        while !fs::read_to_string(&written)?.contains(backend::CHANGE) {
            if saved.elapsed() > LIMIT {
                return Err(format!("{} is not written", written.display()).into());
            }
            thread::sleep(Duration::from_millis(1));
        }
        rounds.push(saved.elapsed().as_secs_f64() * 1_000.0);
        // The next save is a round of its own.
        thread::sleep(Duration::from_millis(200));
    }
    rounds.sort_by(f64::total_cmp);
    Ok(Watched {
        modules,
        rounds,
        memory: peak(watching.0.id()),
    })
}

fn peak(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1_024.0)
}
