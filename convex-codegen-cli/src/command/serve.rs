//! `convex-codegen serve`: the project's own functions on Convex's wire.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use crate::serve::{self, Change, Served};
use clap::Args;

/// Serve the project's own TypeScript functions on this machine, without an account: Convex's HTTP API and sync protocol in front of
/// `convex-test`. Its URL is printed on stdout; functions reload when files change.
#[derive(Debug, Args)]
pub struct Serve {
    /// The project, or its functions folder.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// The port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 3210)]
    port: u16,
}

impl Serve {
    pub fn run(self) -> ExitCode {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let result = match runtime {
            Ok(runtime) => runtime.block_on(self.serve()),
            Err(error) => Err(error.to_string()),
        };
        match result {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                say(&format!("error: {error}"));
                ExitCode::FAILURE
            }
        }
    }

    async fn serve(self) -> Result<(), String> {
        let serve = serve::Serve::new(&self.dir).port(self.port);
        let mut served = serve.start().await.map_err(|error| error.to_string())?;
        let _ = writeln!(io::stdout(), "{}", served.url());
        say(&format!(
            "serving `{}`; stop with Ctrl-C",
            self.dir.display()
        ));
        tokio::select! {
            () = report(&mut served) => Err("the Node process that executes functions has ended".to_owned()),
            stopped = tokio::signal::ctrl_c() => stopped.map_err(|error| error.to_string()),
        }
    }
}

async fn report(served: &mut Served) {
    while let Some(change) = served.changed().await {
        match change {
            Change::Loaded(count) => say(&format!("reloaded; functions served: {count}")),
            Change::Failed(report) => say(&format!(
                "still serving the functions from before\n\n{report}"
            )),
            Change::Unwatched(problem) => say(&problem),
        }
    }
}

fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
