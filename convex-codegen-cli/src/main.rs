//! The `convex-codegen` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    convex_codegen_cli::run()
}
