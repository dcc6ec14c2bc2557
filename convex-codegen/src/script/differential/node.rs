//! Runs programs under Node, many in one process.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
    thread,
};

use serde_json::{Value as Json, json};

use super::Program;

/// The value of each of `programs` in Node, as `observe.mjs` describes it.
pub(super) fn run(programs: &[Program]) -> Vec<Json> {
    let mut seen = Vec::with_capacity(programs.len());
    while seen.len() < programs.len() {
        seen.extend(answers(&programs[seen.len()..]));
        if seen.len() < programs.len() {
            // An array that grows without end is the end of the whole process.
            seen.push(json!({"throws": "the end of Node"}));
        }
    }
    seen
}

/// The values of the first of `programs`, up to one that ends Node.
fn answers(programs: &[Program]) -> Vec<Json> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/script/differential/observe.mjs");
    let mut node = Command::new("node")
        .args(["--no-warnings", "--experimental-vm-modules"])
        .arg(script)
        .env("TZ", "UTC")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the differential test needs Node 20 or later in PATH");
    let mut lines = String::new();
    for program in programs {
        lines.push_str(&serde_json::to_string(&program.for_node()).expect("texts"));
        lines.push('\n');
    }
    let mut input = node.stdin.take().expect("its input is piped");
    // It fails where Node ends early.
    let writing = thread::spawn(move || drop(input.write_all(lines.as_bytes())));
    let output = node.wait_with_output().expect("Node ends");
    writing.join().expect("writing does not panic");
    let output = String::from_utf8(output.stdout).expect("Node writes ASCII");
    let whole = output.rfind('\n').map_or("", |end| &output[..end]);
    let answers = whole.lines().map(serde_json::from_str);
    answers
        .collect::<Result<_, _>>()
        .expect("each line is JSON")
}
