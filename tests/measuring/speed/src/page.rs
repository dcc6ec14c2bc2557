//! The page of the book with what generating costs.

use std::{error::Error, fmt::Write as _, fs, process::Command};

use crate::{
    backend,
    generators::{Results, Subject},
    measure::Cost,
    watch::Watched,
};

/// The page, from what was measured on this machine.
pub fn write(results: &[Results], watched: &Watched) -> Result<String, Box<dyn Error>> {
    let mut page = String::from(
        "# Benchmarks

Generating Rust from a backend, end to end: by the build script of this project and its command, by `convex-typegen` as its build script
runs, and by TypeScript's check of the same folder, which is the part of `npx convex codegen` that needs no deployment. The backends have
no union of objects, which `convex-typegen` refuses. CPU is user and
system time of the whole process, the median of rounds in which all take turns; ratios are medians of the ratios in each round. Build
scripts are unoptimised, as cargo builds them.

`cargo run --release -p speed -- --generators` has measured and written all of it.

",
    );
    writeln!(page, "| | |\n|---|---|")?;
    for (what, value) in machine() {
        writeln!(page, "| {what} | {value} |")?;
    }
    for result in results {
        table(&mut page, result)?;
    }
    let median = watched.rounds[watched.rounds.len() / 2];
    let slowest = watched.rounds.last().copied().unwrap_or_default();
    let memory = watched
        .memory
        .map_or_else(|| "unknown".to_owned(), |memory| format!("{memory:.0} MB"));
    write!(
        page,
        "\n## Watching\n\n`convex-codegen generate --watch` on {} functions in {} modules, from a saved module to its written Rust, by the clock:\n\n\
         | median | slowest of {} | peak memory |\n|---|---|---|\n| {median:.0} ms | {slowest:.0} ms | {memory} |\n",
        thousands(watched.modules * backend::FUNCTIONS),
        thousands(watched.modules),
        watched.rounds.len(),
    )?;
    Ok(page)
}

fn table(page: &mut String, result: &Results) -> Result<(), std::fmt::Error> {
    let functions = thousands(result.modules * backend::FUNCTIONS);
    write!(
        page,
        "\n## {functions} functions\n\nIn {} modules.\n\n\
         | | CPU, ms | of `convex-typegen` | of `tsc` | of the first run | memory, MB |\n|---|---|---|---|---|---|\n",
        result.modules
    )?;
    for (at, subject) in Subject::ALL.into_iter().enumerate() {
        let of = |other: Subject| {
            let other = Subject::ALL.iter().position(|known| *known == other);
            let other = other.unwrap_or(at);
            median(result, |round| round[at].cpu / round[other].cpu)
        };
        let again = if subject == Subject::OursAgain {
            format!("{:.2}", of(Subject::Ours))
        } else {
            String::new()
        };
        writeln!(
            page,
            "| {} | {:.0} | {:.2} | {:.2} | {again} | {:.0} |",
            title(subject),
            median(result, |round| round[at].cpu * 1_000.0),
            of(Subject::Theirs),
            of(Subject::TypeScript),
            median(result, |round| round[at].memory),
        )?;
    }
    Ok(())
}

fn title(subject: Subject) -> &'static str {
    match subject {
        Subject::Ours => "build script",
        Subject::OursAgain => "build script after one module changed",
        Subject::Theirs => "`convex-typegen` as a build script",
        Subject::Command => "`convex-codegen generate`, optimised",
        Subject::TypeScript => "`tsc --noEmit`",
    }
}

fn median(result: &Results, of: impl Fn(&[Cost; 5]) -> f64) -> f64 {
    let mut values: Vec<f64> = result.rounds.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn thousands(number: usize) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", number / 1_000, number % 1_000),
    }
}

/// The machine and the versions of everything that was compared.
fn machine() -> Vec<(&'static str, String)> {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("unknown", |(_, model)| model);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    vec![
        ("processor", format!("{model}, {cores} cores")),
        ("system", std::env::consts::OS.to_owned()),
        ("convex-codegen", env!("CARGO_PKG_VERSION").to_owned()),
        ("convex-typegen", "0.4.0".to_owned()),
        ("TypeScript", "5.9.3".to_owned()),
        ("Node", version("node", "v")),
        ("rustc", version("rustc", "rustc ")),
    ]
}

fn version(program: &str, prefix: &str) -> String {
    let output = Command::new(program).arg("--version").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let text = text.unwrap_or_default();
    let number = text.strip_prefix(prefix).unwrap_or(&text);
    number
        .split_whitespace()
        .next()
        .unwrap_or("unknown")
        .to_owned()
}
