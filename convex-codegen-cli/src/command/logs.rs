//! `convex-codegen logs`: the logs of a deployment's functions.

use std::{
    process::ExitCode,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use clap::Args;
use convex_runtime::admin::LogEntry;

use super::{print, wait};
use crate::{
    deployment::{self, Target},
    failure::Outcome,
    terminal::{Terminal, bad, bold, dim},
};

/// Print what functions of a deployment log and throw, as it happens; needs the key
#[derive(Debug, Args)]
pub(super) struct Logs {
    /// Start this many seconds ago
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    since: u64,
    /// Print what there is, and end
    #[arg(long)]
    once: bool,
    /// Executions without console output, too
    #[arg(long)]
    success: bool,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    target: Target,
}

impl Logs {
    pub(super) fn run(self, terminal: Terminal) -> Outcome<ExitCode> {
        let deployment = self.target.connect()?;
        wait(async {
            let system = deployment.system()?;
            let now = SystemTime::now().duration_since(UNIX_EPOCH);
            let since = now
                .unwrap_or_default()
                .saturating_sub(Duration::from_secs(self.since));
            // In milliseconds.
            let mut cursor = since.as_secs_f64() * 1000.0;
            loop {
                let page = system.logs_after(cursor).await?;
                cursor = page.cursor;
                for entry in page.entries {
                    if self.json {
                        print(terminal, &deployment::to_json(&entry.details)?.to_string())?;
                    } else {
                        self.show(&entry, terminal)?;
                    }
                }
                if self.once {
                    return Ok(ExitCode::SUCCESS);
                }
            }
        })
    }

    fn show(&self, entry: &LogEntry, terminal: Terminal) -> Outcome<()> {
        let initial = entry.function_type.chars().next().unwrap_or('?');
        let function = bold(format!("[CONVEX {initial}({})]", entry.identifier));
        let head = format!("{} {function}", dim(clock(entry.timestamp)));
        for line in &entry.log_lines {
            print(terminal, &format!("{head} {line}"))?;
        }
        if let Some(error) = &entry.error {
            print(terminal, &format!("{head} {}", bad(error)))?;
        } else if let (true, Some(seconds)) = (self.success, entry.execution_time) {
            print(
                terminal,
                &format!("{head} done in {:.0} ms", seconds * 1000.0),
            )?;
        }
        Ok(())
    }
}

/// The time of day in UTC.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "seconds since 1970"
)]
fn clock(time: f64) -> String {
    let seconds = time.max(0.0) as u64 % 86_400;
    format!(
        "{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}
