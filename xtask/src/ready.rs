//! `cargo xtask ready`: what has to hold before a release.

use std::time::Instant;

use anyhow::bail;
use clap::Args;

use crate::{
    command::{command, exists},
    publish,
};

#[derive(Debug, Args)]
pub struct Options {
    /// Leaves out what takes minutes: tests, the feature powerset, other versions and packaging.
    #[arg(long)]
    quick: bool,
    /// Runs this step alone; may be repeated.
    #[arg(long, value_name = "STEP")]
    only: Vec<String>,
    /// Leaves this step out; may be repeated.
    #[arg(long, value_name = "STEP")]
    skip: Vec<String>,
}

/// One check.
struct Step {
    name: &'static str,
    does: Does,
    /// The program that a step needs beside Rust, and how it is installed.
    needs: Option<(&'static str, &'static str)>,
    slow: bool,
}

enum Does {
    Run(&'static str),
    /// A command that warnings fail.
    Document(&'static str),
    Package,
}

/// Crates in the order in which they are published.
pub const PUBLISHED: &[&str] = &[
    "convex-macros",
    "convex-codegen",
    "convex-runtime",
    "convex-codegen-cli",
    "convex-leptos",
    "convex-dioxus",
];

const STEPS: &[Step] = &[
    step("fmt", "cargo fmt --all --check"),
    step(
        "clippy",
        "cargo clippy --workspace --all-targets --all-features -- -D warnings",
    ),
    Step {
        name: "doc",
        does: Does::Document("cargo doc --workspace --all-features --no-deps"),
        needs: None,
        slow: false,
    },
    tool("typos", "typos", ("typos", "pip install typos")),
    tool(
        "machete",
        "cargo machete --skip-target-dir",
        ("cargo-machete", "cargo install cargo-machete"),
    ),
    tool(
        "deny",
        "cargo deny check licenses bans sources",
        ("cargo-deny", "cargo install cargo-deny"),
    ),
    Step {
        name: "features",
        does: Does::Run(
            "cargo hack check --feature-powerset --no-dev-deps --depth 2 -p convex-macros -p convex-runtime -p convex-codegen",
        ),
        needs: Some(("cargo-hack", "cargo install cargo-hack")),
        slow: true,
    },
    Step {
        name: "msrv",
        does: Does::Run(
            "cargo hack check --rust-version -p convex-macros -p convex-runtime -p convex-codegen -p convex-codegen-cli",
        ),
        needs: Some(("cargo-hack", "cargo install cargo-hack")),
        slow: true,
    },
    Step {
        name: "minimal",
        does: Does::Run(
            "cargo minimal-versions check --direct -p convex-macros -p convex-runtime -p convex-codegen",
        ),
        needs: Some((
            "cargo-minimal-versions",
            "cargo install cargo-minimal-versions",
        )),
        slow: true,
    },
    Step {
        name: "test",
        does: Does::Run("cargo test --workspace --all-features"),
        needs: None,
        slow: true,
    },
    Step {
        name: "package",
        does: Does::Package,
        needs: None,
        slow: true,
    },
    Step {
        name: "semver",
        does: Does::Run(
            "cargo semver-checks check-release -p convex-macros -p convex-codegen -p convex-runtime",
        ),
        needs: Some(("cargo-semver-checks", "cargo install cargo-semver-checks")),
        slow: true,
    },
];

const fn step(name: &'static str, line: &'static str) -> Step {
    Step {
        name,
        does: Does::Run(line),
        needs: None,
        slow: false,
    }
}

const fn tool(name: &'static str, line: &'static str, needs: (&'static str, &'static str)) -> Step {
    Step {
        name,
        does: Does::Run(line),
        needs: Some(needs),
        slow: false,
    }
}

/// Runs the chosen steps to the last one, then fails if any of them did.
pub fn run(options: &Options) -> anyhow::Result<()> {
    for name in options.only.iter().chain(&options.skip) {
        if STEPS.iter().all(|step| step.name != name) {
            let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
            bail!(
                "there is no step `{name}`; the steps are {}",
                names.join(", ")
            );
        }
    }
    let mut failed = Vec::new();
    let mut missing = Vec::new();
    for step in STEPS.iter().filter(|step| options.chooses(step)) {
        if let Some((program, how)) = step.needs
            && !exists(program)
        {
            missing.push(format!("{}: `{how}`", step.name));
            continue;
        }
        println!("== {}", step.name);
        let start = Instant::now();
        let passed = step.passes()?;
        println!(
            "== {}: {} ({} s)",
            step.name,
            if passed { "ok" } else { "FAILED" },
            start.elapsed().as_secs()
        );
        if !passed {
            failed.push(step.name);
        }
    }
    for step in &missing {
        println!("not run, install it first: {step}");
    }
    if failed.is_empty() && missing.is_empty() {
        println!("ready");
        return Ok(());
    }
    bail!("{} failed, {} not run", failed.len(), missing.len())
}

impl Options {
    fn chooses(&self, step: &Step) -> bool {
        let named = |names: &[String]| names.iter().any(|name| name == step.name);
        (self.only.is_empty() || named(&self.only))
            && !named(&self.skip)
            && !(self.quick && step.slow)
    }
}

impl Step {
    fn passes(&self) -> anyhow::Result<bool> {
        Ok(match self.does {
            Does::Run(line) => command(line).status()?.success(),
            Does::Document(line) => command(line)
                .env("RUSTDOCFLAGS", "-D warnings")
                .status()?
                .success(),
            Does::Package => publish::dry_run(PUBLISHED)?,
        })
    }
}
