//! The cost of a call: the typed client on a transport that answers at once, and over HTTP to a
//! deployment in this process. `cargo bench -p convex-runtime --bench calls`.

#![allow(missing_docs, clippy::print_stdout, reason = "a program")]

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use convex_runtime::{
    Client, Error, FromConvex, Query, Tape, ToConvex,
    testing::Deployment,
    transport::{BoxFuture, Call, Reply, Transport},
};

#[derive(ToConvex)]
struct Args {
    text: String,
    count: f64,
}

#[derive(Clone, FromConvex)]
struct Returns {
    text: String,
    count: f64,
}

const ECHO: Query<Args, Returns> = Query::new("bench:echo");

/// Answers every call with its own arguments.
struct Echo;

impl Transport for Echo {
    fn call(&self, call: Call) -> BoxFuture<Result<Reply, Error>> {
        Box::pin(async move {
            Ok(Reply::new(
                Tape::parse(&call.args).expect("arguments are JSON"),
            ))
        })
    }
}

fn args(count: u32) -> Args {
    Args {
        text: "some text of a usual length".to_owned(),
        count: f64::from(count),
    }
}

async fn run(client: &Client, calls: u32) -> Duration {
    let start = Instant::now();
    for count in 0..calls {
        let returns = client.query(ECHO, args(count)).await.expect("an echo");
        assert_eq!((returns.count, returns.text.len()), (f64::from(count), 27));
    }
    start.elapsed()
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    const CALLS: u32 = 20_000;
    let client = Client::builder().transport(Echo).build().expect("a client");
    run(&client, CALLS).await;
    let time = run(&client, CALLS).await;
    println!("typed call, transport aside: {:?}", time / CALLS);

    let deployment = Deployment::builder()
        .query(ECHO, |args: Args| async move {
            Ok(Returns {
                text: args.text,
                count: args.count,
            })
        })
        .start()
        .await
        .expect("a deployment");
    let client = Arc::new(Client::new(&deployment.url()).expect("a client"));
    let start = Instant::now();
    let tasks: Vec<_> = (0..32)
        .map(|_| {
            let client = Arc::clone(&client);
            tokio::spawn(async move { run(&client, CALLS / 32).await })
        })
        .collect();
    for task in tasks {
        task.await.expect("no call fails");
    }
    let rate = f64::from(CALLS) / start.elapsed().as_secs_f64();
    println!("over HTTP, client and server on the same cores: {rate:.0} calls/s");
}
