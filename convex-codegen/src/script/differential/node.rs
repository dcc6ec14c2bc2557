//! Runs programs under Node, many in one process.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
    thread,
};

use serde_json::Value as Json;

use super::Program;

/// The value of each of `programs` in Node, as `observe.mjs` describes it.
pub(super) fn run(programs: &[Program]) -> Vec<Json> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/script/differential/observe.mjs");
    let mut node = Command::new("node")
        .args(["--no-warnings", "--experimental-vm-modules"])
        .arg(script)
        .env("TZ", "UTC")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the differential test needs Node 20 or later in PATH");
    let mut lines = String::new();
    for program in programs {
        lines.push_str(&serde_json::to_string(&program.for_node()).expect("texts"));
        lines.push('\n');
    }
    let mut input = node.stdin.take().expect("its input is piped");
    let writing = thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = node.wait_with_output().expect("Node runs to its end");
    writing
        .join()
        .expect("writing does not panic")
        .expect("Node reads all programs");
    let output = String::from_utf8(output.stdout).expect("Node writes ASCII");
    let seen: Vec<Json> = output
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect();
    assert_eq!(seen.len(), programs.len(), "Node answers for each program");
    seen
}
