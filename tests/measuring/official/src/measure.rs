//! Measurements of every client, and the row that they make.

use std::{fmt, time::Duration};

use crate::{SUBSCRIPTIONS, cpu, memory};

/// A client that is measured.
pub trait Measured: Clone + Send + 'static {
    /// A client that is connected.
    fn start(url: &str) -> impl Future<Output = Self>;

    /// One mutation after another.
    fn calls(self, calls: u32) -> impl Future<Output = ()> + Send;

    /// Seconds for a list of 1 MB, into structs.
    fn list(&mut self) -> impl Future<Output = f64>;

    /// Subscribes to so many queries and waits for a result of each; what is returned keeps them.
    fn subscribe_many(&mut self, many: u32) -> impl Future<Output = impl Sized>;
}

/// The results of one client.
#[derive(Debug)]
pub struct Row {
    one: Rate,
    many: Rate,
    list: f64,
    subscriptions: f64,
    bytes: usize,
}

/// Calls per second by the clock, and processor time of the client for each.
#[derive(Debug, Clone, Copy)]
struct Rate {
    per_second: f64,
    cpu: f64,
}

/// Measures a client. Each is a process of its own, whose deployment is another one.
pub async fn measure<C: Measured>(url: &str) -> Row {
    let mut client = C::start(url).await;
    rate(&client, 200, 1).await;
    let (mut one, mut many, mut list) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..5 {
        one.push(rate(&client, 2_000, 1).await);
        many.push(rate(&client, 10_048, 64).await);
        list.push(client.list().await);
    }
    // One that has no buffers left from before, so that nothing but subscriptions is counted.
    let mut client = C::start(url).await;
    rate(&client, 200, 1).await;
    settle().await;
    let (before, started) = (memory::used(), std::time::Instant::now());
    let kept = client.subscribe_many(SUBSCRIPTIONS).await;
    let subscriptions = started.elapsed().as_secs_f64();
    settle().await;
    let bytes = memory::used().saturating_sub(before) / SUBSCRIPTIONS as usize;
    drop(kept);
    Row {
        one: middle(one, |rate| rate.per_second),
        many: middle(many, |rate| rate.per_second),
        list: middle(list, |seconds| *seconds),
        subscriptions,
        bytes,
    }
}

async fn rate<C: Measured>(client: &C, calls: u32, at_a_time: u32) -> Rate {
    let (started, cpu) = (std::time::Instant::now(), cpu::seconds());
    let tasks: Vec<_> = (0..at_a_time)
        .map(|_| tokio::spawn(client.clone().calls(calls / at_a_time)))
        .collect();
    for task in tasks {
        task.await.expect("no call fails");
    }
    Rate {
        per_second: f64::from(calls) / started.elapsed().as_secs_f64(),
        cpu: (cpu::seconds() - cpu) / f64::from(calls),
    }
}

/// Waits until what was dropped is gone.
pub(crate) async fn settle() {
    tokio::time::sleep(Duration::from_millis(500)).await;
}

fn middle<T: Copy>(mut all: Vec<T>, by: impl Fn(&T) -> f64) -> T {
    all.sort_by(|a, b| by(a).total_cmp(&by(b)));
    all[all.len() / 2]
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} | {} | {:.0} ms | {:.2} s | {} bytes",
            self.one,
            self.many,
            self.list * 1e3,
            self.subscriptions,
            self.bytes
        )
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0} ({:.0} µs)", self.per_second, self.cpu * 1e6)
    }
}
