//! What is left of `serve` when its process is killed: nothing, be a function busy or not.
#![cfg(unix)]

use std::{
    env,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use convex_runtime::{Action, Client, Query, Value};

use crate::project::Project;

/// Set in the process that serves until it is killed.
const SERVES: &str = "CONVEX_TEST_SERVES_UNTIL_KILLED";

// A regular expression is not looked into by the limits of time, and nothing else of Node runs.
const MODULE: &str = r#"
import { action, query } from "./_generated/server";
export const pid = query({ args: {}, handler: async () => process.pid });
export const spin = action({ args: {}, handler: async () => /^(a+)+$/.test("a".repeat(60) + "b") });
"#;

const PID: Query<Value, f64> = Query::new("m:pid");
const SPIN: Action<Value, bool> = Action::new("m:spin");

fn none() -> Value {
    Value::from_iter::<[(&str, Value); 0]>([])
}

/// Not a test of its own: the process that the next one kills.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn serves_until_it_is_killed() {
    if env::var_os(SERVES).is_none() {
        return;
    }
    let project = Project::serve_files("orphan", &[("convex/m.ts", MODULE)]).await;
    println!(
        "\nserved at {} in {}",
        project.served.url(),
        project.path().display()
    );
    std::future::pending::<()>().await;
}

fn is_running(pid: f64) -> bool {
    let mut kill = Command::new("kill");
    let sent = kill.arg("-0").arg(format!("{pid}")).stderr(Stdio::null());
    sent.status().expect("`kill` runs").success()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn node_ends_with_its_parent_even_while_a_function_spins() {
    for spins in [false, true] {
        let mut parent = Command::new(env::current_exe().expect("this program"))
            .args([
                "--exact",
                "orphan::serves_until_it_is_killed",
                "--nocapture",
            ])
            .env(SERVES, "1")
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program runs");
        let lines = BufReader::new(parent.stdout.take().expect("it is piped")).lines();
        let served = lines
            .map_while(Result::ok)
            .find_map(|line| Some(line.strip_prefix("served at ")?.to_owned()))
            .expect("it serves");
        let (url, folder) = served.split_once(" in ").expect("both are said");
        let client = Client::new(url).expect("a URL");
        let pid = client.query(PID, none()).await.expect("it answers");
        assert!(is_running(pid));
        if spins {
            tokio::spawn(client.action(SPIN, none()));
            tokio::time::sleep(Duration::from_secs(1)).await;
            let answers = client.with_deadline(Duration::from_millis(500));
            answers.query(PID, none()).await.expect_err("it is busy");
        }
        parent.kill().expect("it can be killed");
        parent.wait().expect("it has ended");
        let killed = Instant::now();
        while is_running(pid) {
            let late = killed.elapsed() > Duration::from_secs(15);
            assert!(!late, "Node {pid} outlives its parent");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        std::fs::remove_dir_all(folder).expect("the copy can be removed");
    }
}
