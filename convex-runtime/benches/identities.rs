//! Many users of one client, as a server has them: the memory and processor time of each that
//! subscribes over a socket of its own, and of each that only calls.
//! `cargo bench -p convex-runtime --bench identities`, on Linux.

#![allow(missing_docs, clippy::print_stdout, reason = "a program")]

use std::{
    env, fs,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use convex_runtime::{
    Client, Credential, Mutation, Query, Subscription,
    testing::{Deployment, Identity, State},
};

const COUNT: Query<(), f64> = Query::new("bench:count");
const ADD: Mutation<(), f64> = Mutation::new("bench:add");

const USERS: u32 = 1_000;

/// Set in the process of the deployment.
const SERVES: &str = "CONVEX_BENCH_SERVES";

/// Bytes of this process in memory, and the processor time that it has taken.
fn used() -> (f64, Duration) {
    let read = |file: &str| fs::read_to_string(file).expect("Linux has it");
    let status = read("/proc/self/status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    let memory: f64 = kilobytes.expect("a size").trim().parse().expect("a number");
    let schedule = read("/proc/self/stat");
    let times = schedule.rsplit(')').next().expect("times follow");
    let ticks: u64 = times
        .split_whitespace()
        .skip(11)
        .take(2)
        .map(|time| time.parse::<u64>().expect("a number"))
        .sum();
    (memory * 1024.0, Duration::from_millis(ticks * 10))
}

/// Prints what each user has taken since `before`.
fn print(what: &str, before: (f64, Duration), started: Instant) {
    let (memory, cpu) = used();
    let kilobytes = (memory - before.0) / f64::from(USERS) / 1024.0;
    let each = cpu.saturating_sub(before.1) / USERS;
    let whole = started.elapsed();
    println!("{what}: {kilobytes:.1} kB and {each:?} of processor time each, {whole:?} in all");
}

async fn serve() {
    let count = State::new(0.0);
    let builder = Deployment::builder()
        .query_on(COUNT, &count, |count, ()| Ok(*count))
        .mutation_on(ADD, &count, |count, ()| {
            *count += 1.0;
            Ok(*count)
        });
    let deployment = builder.start().await.expect("a deployment");
    println!("{}", deployment.url());
    for user in 0..USERS {
        println!("{}", deployment.token(Identity::new(user.to_string())));
    }
    std::future::pending::<()>().await;
}

async fn next(counts: &mut [Subscription<f64>], expected: f64) {
    for counts in counts {
        while counts.next().await.expect("it is open").expect("a count") < expected {}
    }
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    if env::var_os(SERVES).is_some() {
        return serve().await;
    }
    let mut server = Command::new(env::current_exe().expect("this program"))
        .env(SERVES, "1")
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let lines = BufReader::new(server.stdout.take().expect("it is piped")).lines();
    let mut lines = lines.map_while(Result::ok);
    let client = Client::new(&lines.next().expect("a URL")).expect("a client");
    let tokens: Vec<_> = lines.take(USERS as usize).collect();
    let users = || {
        tokens
            .iter()
            .map(|token| client.with_credential(Credential::token(&**token)))
    };

    client.query(COUNT, ()).await.expect("a count");
    let (before, started) = (used(), Instant::now());
    let callers: Vec<_> = users().collect();
    for caller in &callers {
        caller.query(COUNT, ()).await.expect("a count");
    }
    print("who calls once over HTTP", before, started);

    client
        .subscribe(COUNT, ())
        .next()
        .await
        .expect("it is open")
        .expect("a count");
    let (before, started) = (used(), Instant::now());
    let subscribers: Vec<_> = users().collect();
    let mut counts: Vec<_> = subscribers
        .iter()
        .map(|user| user.subscribe(COUNT, ()))
        .collect();
    next(&mut counts, 0.0).await;
    print("who subscribes over a socket", before, started);

    let (before, started) = (used(), Instant::now());
    for expected in 1..=10 {
        client.mutation(ADD, ()).await.expect("it is added");
        next(&mut counts, f64::from(expected)).await;
    }
    print("ten changes that all of them see", before, started);
    server.kill().expect("it can be killed");
    server.wait().expect("it has ended");
}
