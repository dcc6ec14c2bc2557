//! Measures our client and Convex's own, for Rust and for JavaScript, on one deployment; each is a
//! process of its own. Prints a table. `npm ci --prefix npm && cargo run --release`. With `serve`
//! it is the deployment alone; with `leak` and its URL, ours has to keep nothing of what is over.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use official::{
    SUBSCRIPTIONS, deployment, leak,
    measure::{Row, measure},
    memory,
};

#[global_allocator]
static ALLOCATOR: memory::Counting = memory::Counting;

/// The number of times each is measured, in turns.
const ROUNDS: usize = 3;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let args: Vec<_> = std::env::args().skip(1).collect();
    let args: Vec<_> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["serve"] => {
            let deployment = deployment().await;
            println!("{}", deployment.url());
            std::future::pending::<()>().await;
        }
        ["leak", url] => leak::run(url).await,
        ["ours", url] => row(&measure::<convex_runtime::Client>(url).await),
        ["official", url] => row(&measure::<convex::ConvexClient>(url).await),
        _ => tokio::task::spawn_blocking(compare)
            .await
            .expect("no panic"),
    }
}

fn row(row: &Row) {
    println!("{row}");
}

fn compare() {
    let program = std::env::current_exe().expect("this program");
    let serving = Command::new(&program)
        .arg("serve")
        .stdout(Stdio::piped())
        .spawn();
    let mut serving = serving.expect("this program runs");
    let mut url = String::new();
    let output = serving.stdout.take().expect("a pipe");
    BufReader::new(output).read_line(&mut url).expect("a line");
    let url = url.trim();
    println!(
        "| client | calls/s, one at a time (its CPU) | 64 at a time (its CPU) | list of 1 MB | {SUBSCRIPTIONS} subscriptions | memory of each |"
    );
    println!("|---|---|---|---|---|---|");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/npm/bench.mjs");
    for _ in 0..ROUNDS {
        for (name, client) in [("ours", "ours"), ("`convex` 0.10.4", "official")] {
            output_row(name, Command::new(&program).args([client, url]));
        }
        let many = SUBSCRIPTIONS.to_string();
        let mut node = Command::new("node");
        output_row(
            "npm `convex`",
            node.args(["--expose-gc", script, url, &many]),
        );
    }
    serving.kill().expect("it runs");
}

fn output_row(name: &str, command: &mut Command) {
    let output = command.stderr(Stdio::inherit()).output().expect("it runs");
    println!(
        "| {name} | {} |",
        String::from_utf8_lossy(&output.stdout).trim()
    );
}
