//! Measures our client and Convex's own, for Rust and for JavaScript, on one deployment, a process beside them. Prints a table.
//! `npm install --prefix npm && cargo run --release`.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use official::{deployment, memory, official as theirs, ours};

#[global_allocator]
static ALLOCATOR: memory::Counting = memory::Counting;

const SUBSCRIPTIONS: u32 = 10_000;

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

macro_rules! median {
    ($measure:expr) => {{
        let mut all = Vec::new();
        for _ in 0..5 {
            all.push($measure.await);
        }
        median(all)
    }};
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    if std::env::args().nth(1).as_deref() == Some("serve") {
        let deployment = deployment().await;
        println!("{}", deployment.url());
        std::future::pending::<()>().await;
    }
    let mut serving = Command::new(std::env::current_exe().expect("this program"))
        .arg("serve")
        .stdout(Stdio::piped())
        .spawn()
        .expect("this program runs");
    let mut url = String::new();
    let output = serving.stdout.take().expect("a pipe");
    BufReader::new(output).read_line(&mut url).expect("a line");
    let url = url.trim().to_owned();
    println!(
        "| client | calls/s, one at a time | calls/s, 64 at a time | list of 1 MB | {SUBSCRIPTIONS} subscriptions | memory of each |"
    );
    println!("|---|---|---|---|---|---|");
    {
        let client = ours::client(&url);
        ours::calls(&client, 200, 1).await;
        let one = median!(ours::calls(&client, 2_000, 1));
        let many = median!(ours::calls(&client, 10_000, 64));
        let list = median!(ours::list(&client));
        let (seconds, bytes) = ours::subscriptions(&client, SUBSCRIPTIONS).await;
        row("ours", (one, many), list, (seconds, bytes));
    }
    {
        let mut client = theirs::client(&url).await;
        theirs::calls(&client, 200, 1).await;
        let one = median!(theirs::calls(&client, 2_000, 1));
        let many = median!(theirs::calls(&client, 10_000, 64));
        let list = median!(theirs::list(&mut client));
        let (seconds, bytes) = theirs::subscriptions(&mut client, SUBSCRIPTIONS).await;
        row("`convex` 0.10.4", (one, many), list, (seconds, bytes));
    }
    let node = tokio::task::spawn_blocking(move || {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/npm/bench.mjs");
        let mut node = Command::new("node");
        node.args(["--expose-gc", script, &url, &SUBSCRIPTIONS.to_string()]);
        node.output().expect("Node is installed")
    });
    let output = node.await.expect("no panic");
    println!("npm: {}", String::from_utf8_lossy(&output.stdout).trim());
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
    serving.kill().expect("it runs");
}

fn row(client: &str, (one, many): (f64, f64), list: f64, (seconds, bytes): (f64, usize)) {
    println!(
        "| {client} | {one:.0} | {many:.0} | {:.1} ms | {:.2} s | {bytes} bytes |",
        list * 1e3,
        seconds
    );
}
