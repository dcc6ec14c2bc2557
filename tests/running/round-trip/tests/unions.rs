//! Values that Convex accepts decode without loss; values that we encode are accepted.

use std::{
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use corpus::{npm, root};

/// A folder beside the packages that the script needs, with the script and the modules that hold
/// the validators.
fn folder() -> PathBuf {
    let folder = npm::installed(&root().join("tests/agreement/corpus")).join("round-trip");
    fs::create_dir_all(&folder).expect("a folder below target/ can be made");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("values.mjs");
    fs::copy(script, folder.join("values.mjs")).expect("the script is there");
    for module in ["kinds", "random"] {
        let from = Path::new(round_trip::BACKEND).join(format!("{module}.ts"));
        fs::copy(from, folder.join(format!("{module}.mjs"))).expect("the module is there");
    }
    folder
}

/// The lines that the script answers `input` with.
fn node(folder: &Path, mode: &str, input: &str) -> Vec<serde_json::Value> {
    let mut node = Command::new("node")
        .args(["values.mjs", mode, "kinds.mjs", "random.mjs"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node is installed");
    let mut stdin = node.stdin.take().expect("it is piped");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = node.wait_with_output().expect("Node ends");
    let written = writer.join().expect("the writer ends");
    assert!(output.status.success() && written.is_ok(), "{mode} failed");
    let text = String::from_utf8(output.stdout).expect("it is text");
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect()
}

#[test]
fn nothing_is_lost_between_rust_and_convex() {
    let folder = folder();
    let values = node(&folder, "make", "");
    let mut wrong = Vec::new();
    let (mut decoded, mut input) = (Vec::new(), String::new());
    let mut refused = 0;
    for value in &values {
        let (function, accepted) = (value[0].as_str(), value[1] == true);
        let (Some(function), Some(json)) = (function, value[2].as_str()) else {
            panic!("not a value: {value}");
        };
        let answer = round_trip::round_trip(function, json);
        match answer.unwrap_or_else(|| panic!("no function {function}")) {
            Ok(again) => {
                let line = serde_json::json!([function, json, again]);
                writeln!(input, "{line}").expect("strings can be written to");
                decoded.push((line, accepted));
            }
            Err(error) if accepted => wrong.push(format!("{function} {json}: {error}")),
            Err(_) => refused += 1,
        }
    }
    let answers = node(&folder, "check", &input);
    assert_eq!(answers.len(), decoded.len());
    for ((line, accepted), answer) in decoded.iter().zip(&answers) {
        if answer[0] == false {
            wrong.push(format!("{line}: what was encoded is not accepted"));
        }
        if *accepted && answer[1] == false {
            wrong.push(format!("{line}: something was lost"));
        }
    }
    let accepted = decoded.iter().filter(|(_, accepted)| *accepted).count();
    println!(
        "{} values: {accepted} accepted and unchanged, {refused} refused by both, {} decoded leniently",
        values.len(),
        decoded.len() - accepted
    );
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(40)].join("\n")
    );
    assert!(accepted > 3500 && refused > 2000);
}
