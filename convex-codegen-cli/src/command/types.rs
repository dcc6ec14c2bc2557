//! `convex-codegen types`: what TypeScript infers, kept in a file.

use std::{
    io::{self, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
    time::Duration,
};

use clap::Args;
use convex_codegen::{TypesProgress, TypesReport};

/// Ask the project's TypeScript for the types that no validator declares, and keep them in `convex-types.d.ts`.
#[derive(Debug, Args)]
pub struct Types {
    /// The project, or its functions folder.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// The file to write: next to `Cargo.toml`, where the build script looks for it.
    #[arg(long, default_value = "convex-types.d.ts", value_name = "PATH")]
    out: PathBuf,
    /// The TypeScript compiler to ask, instead of the one in the project's `node_modules`.
    #[arg(long, value_name = "PATH")]
    tsc: Option<PathBuf>,
    /// Write nothing; exit with 1 when the file is older than the sources.
    #[arg(long)]
    check: bool,
    /// Seconds that TypeScript may take.
    #[arg(long, default_value_t = 600, value_name = "SECONDS")]
    timeout: u64,
}

impl Types {
    pub fn run(self) -> ExitCode {
        let mut types = convex_codegen::Types::new(&self.dir)
            .file(&self.out)
            .deadline(Duration::from_secs(self.timeout));
        if let Some(tsc) = &self.tsc {
            types = types.tsc(tsc);
        }
        let result = if self.check {
            self.check(&types)
        } else {
            self.update(&types)
        };
        result.unwrap_or_else(|error| {
            say(&format!("error: {error}"));
            ExitCode::FAILURE
        })
    }

    fn check(&self, types: &convex_codegen::Types) -> Result<ExitCode, convex_codegen::Error> {
        let stale = types.stale()?;
        if stale.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        let modules: Vec<String> = stale.into_iter().collect();
        let out = self.out.display();
        say(&format!(
            "`{out}` is out of date for {}; run `convex-codegen types`",
            modules.join(", ")
        ));
        Ok(ExitCode::FAILURE)
    }

    fn update(&self, types: &convex_codegen::Types) -> Result<ExitCode, convex_codegen::Error> {
        let is_new = !self.out.exists();
        let mut shown = 0;
        let report = types.update(&mut |progress| show(&progress, &mut shown))?;
        self.summary(&report);
        if is_new {
            say(
                "A build script that ran before does not look for a new file: touch `build.rs` once.",
            );
        }
        Ok(ExitCode::SUCCESS)
    }

    fn summary(&self, report: &TypesReport) {
        say(&report.to_string());
        let done = if report.changed {
            "wrote"
        } else {
            "nothing to change in"
        };
        say(&format!("{done} `{}`", self.out.display()));
    }
}

/// A line when it starts, and one every few seconds as long as somebody watches.
fn show(progress: &TypesProgress, shown: &mut u64) {
    match progress {
        TypesProgress::Started {
            tsc,
            version,
            functions,
            ambient,
            ..
        } => {
            say(&format!(
                "asking TypeScript {version} ({}) for {functions} functions",
                tsc.display()
            ));
            if let Some(ambient) = ambient
                && !ambient.is_empty()
            {
                say(&format!(
                    "with the packages of @types {}",
                    ambient.join(", ")
                ));
            }
        }
        TypesProgress::Running(elapsed) => {
            let every = if io::stderr().is_terminal() { 5 } else { 30 };
            if elapsed.as_secs() / every > *shown {
                *shown = elapsed.as_secs() / every;
                say(&format!("still running after {} s", elapsed.as_secs()));
            }
        }
        _ => {}
    }
}

fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
