//! Documents of 1 MB: our conversions against `serde_json` into the same structs.
//! `cargo bench -p convex-runtime`.

#![allow(missing_docs, reason = "a program")]

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use convex_runtime::{FromConvex, ToConvex, decode, encode};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, FromConvex, ToConvex, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Task {
    #[convex("_id")]
    #[serde(rename = "_id")]
    id: String,
    #[convex("_creationTime")]
    #[serde(rename = "_creationTime")]
    creation_time: f64,
    title: String,
    done: bool,
    status: Status,
    tags: Vec<String>,
    #[convex(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<f64>,
    owner: Owner,
    scores: Vec<f64>,
}

#[derive(Debug, Clone, PartialEq, FromConvex, ToConvex, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Owner {
    name: String,
    email: String,
}

#[derive(Debug, Clone, Copy, PartialEq, FromConvex, ToConvex, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Status {
    Todo,
    InProgress,
    Done,
}

fn task(index: u32) -> Task {
    let number = f64::from(index);
    Task {
        id: format!("jd7f3k2m9p5q8r1s4t6v0w{index:08}"),
        creation_time: 1_732_112_000_000.25 + number,
        title: format!("Write chapter {index} of the \"long\" book\nand read it"),
        done: index.is_multiple_of(3),
        status: [Status::Todo, Status::InProgress, Status::Done][index as usize % 3],
        tags: (0..index % 4).map(|tag| format!("tag-{tag}")).collect(),
        due: index.is_multiple_of(2).then_some(number * 0.1),
        owner: Owner {
            name: format!("Ada Lovelace {index}"),
            email: format!("ada{index}@example.com"),
        },
        scores: (0..index % 6).map(|score| f64::from(score) / 7.0).collect(),
    }
}

/// The best of many runs: what the code can do when nothing else runs.
fn best<T>(mut run: impl FnMut() -> T) -> Duration {
    let once = |_| {
        let start = Instant::now();
        let _ = black_box(run());
        start.elapsed()
    };
    (0..60).map(once).min().unwrap_or_default()
}

#[allow(clippy::print_stdout, reason = "a program")]
fn main() {
    let tasks: Vec<Task> = (0..2_800).map(task).collect();
    let json = serde_json::to_string(&tasks).expect("plain structs");
    assert_eq!(decode::<Vec<Task>>(&json).expect("the same JSON"), tasks);
    assert_eq!(
        serde_json::from_str::<Vec<Task>>(&encode(&tasks).expect("plain names"))
            .expect("the same JSON"),
        tasks
    );

    let ours = best(|| black_box(decode::<Vec<Task>>(black_box(&json))));
    let serde = best(|| black_box(serde_json::from_str::<Vec<Task>>(black_box(&json))));
    report("decode", json.len(), (ours, serde));

    let ours = best(|| black_box(encode(black_box(&tasks))));
    let serde = best(|| black_box(serde_json::to_string(black_box(&tasks))));
    report("encode", json.len(), (ours, serde));
}

#[allow(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a program"
)]
fn report(what: &str, bytes: usize, (ours, serde): (Duration, Duration)) {
    let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    println!(
        "{what} {bytes} bytes: {:.0} MB/s, serde_json {:.0} MB/s, ratio {:.2}",
        speed(ours),
        speed(serde),
        ours.as_secs_f64() / serde.as_secs_f64()
    );
}
