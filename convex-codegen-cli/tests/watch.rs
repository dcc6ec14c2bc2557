//! `generate --watch`, with an editor that breaks things.
#![expect(clippy::panic, reason = "a test that cannot go on fails")]

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    time::{Duration, Instant},
};

const MODULE: &str = "import { query } from \"./_generated/server\";\nimport { v } from \"convex/values\";\n\
    export const get = query({ args: { id: v.string() }, returns: v.null(), handler: async () => null });\n";

struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_convex-codegen"))
            .args([
                "generate", "convex", "--out", "out", "--watch", "--color", "never",
            ])
            .current_dir(folder)
            .stderr(Stdio::piped())
            .spawn()
            .expect("it can be run");
        let stderr = BufReader::new(child.stderr.take().expect("it is piped"));
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            stderr
                .lines()
                .map_while(Result::ok)
                .try_for_each(|line| sender.send(line))
        });
        Self { child, lines }
    }

    /// The lines up to one with `text`.
    fn until(&self, text: &str) -> Vec<String> {
        let started = Instant::now();
        let mut seen = Vec::new();
        while started.elapsed() < Duration::from_secs(60) {
            let Ok(line) = self.lines.recv_timeout(Duration::from_millis(200)) else {
                continue;
            };
            seen.push(line);
            if seen.last().is_some_and(|line| line.contains(text)) {
                return seen;
            }
        }
        panic!("no line with `{text}`:\n{}", seen.join("\n"));
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it can be waited for");
    }
}

#[test]
fn a_watch_survives_what_happens_to_files() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let convex = folder.path().join("convex");
    let write = |text: &str| fs::write(convex.join("m.ts"), text).expect("a file");
    fs::create_dir(&convex).expect("a folder");
    write(MODULE);
    let watching = Watching::start(folder.path());
    watching.until("watching for changes");
    let rust = || fs::read_to_string(folder.path().join("out/api/m.rs")).expect("it is generated");

    write(&MODULE.replace("v.string()", "v.number()"));
    let said = watching.until("files changed in").join("\n");
    assert!(
        said.contains("breaking")
            && said.contains("m:get.args.id: type changed from `string` to `number`"),
        "{said}"
    );
    assert!(rust().contains("pub id: f64"));

    write("export const get = query({ args: {");
    watching.until("waiting for a fix");
    assert!(rust().contains("pub id: f64"), "the Rust from before stays");
    write(MODULE);
    watching.until("files changed in");
    assert!(rust().contains("pub id: String"));

    // Another branch: the folder is removed and comes back with other files.
    fs::remove_dir_all(&convex).expect("it is ours");
    watching.until("waiting for a fix");
    fs::create_dir(&convex).expect("a folder");
    fs::write(convex.join("other.ts"), MODULE).expect("a file");
    let said = watching.until("changed in").join("\n");
    assert!(said.contains("other:get"), "{said}");

    // A module that is new.
    fs::write(convex.join("third.ts"), MODULE).expect("a file");
    let said = watching.until("changed in").join("\n");
    assert!(said.contains("third:get: query added"), "{said}");
}
