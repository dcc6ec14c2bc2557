//! The deployment that clients are measured on, and what is measured of each.

pub mod cpu;
pub mod leak;
pub mod measure;
pub mod memory;
pub mod official;
pub mod ours;

use convex_runtime::{FromConvex, Mutation, Query, ToConvex, testing::Deployment};

/// The number of subscriptions.
pub const SUBSCRIPTIONS: u32 = 10_000;

/// One document of a list.
#[derive(Debug, Clone, FromConvex)]
pub struct Task {
    #[convex("_id")]
    pub id: String,
    #[convex("_creationTime")]
    pub creation_time: f64,
    pub title: String,
    pub is_done: bool,
    pub priority: f64,
    pub tags: Vec<String>,
}

/// The number of one of many subscriptions.
#[derive(Debug, Clone, ToConvex)]
pub struct NumberArgs {
    pub number: f64,
}

pub const ECHO: Mutation<NumberArgs, f64> = Mutation::new("bench:echo");
pub const ONE: Query<NumberArgs, f64> = Query::new("bench:one");
pub const LIST: Query<(), Vec<Task>> = Query::new("bench:list");

/// About 1 MB.
fn tasks() -> Vec<Task> {
    (0..6_000)
        .map(|number| Task {
            id: format!("k57{number:029}"),
            creation_time: 1.7e12 + f64::from(number),
            title: format!("Task number {number} with a title of a usual length"),
            is_done: number % 2 == 0,
            priority: f64::from(number % 5),
            tags: vec!["home".to_owned(), "later".to_owned()],
        })
        .collect()
}

/// The deployment that all are measured on.
///
/// # Panics
///
/// When no port is free.
pub async fn deployment() -> Deployment {
    let tasks = tasks();
    Deployment::builder()
        .mutation(ECHO, |args: NumberArgs| async move { Ok(args.number) })
        .query(ONE, |args: NumberArgs| async move { Ok(args.number) })
        .query(LIST, move |()| {
            let tasks = tasks.clone();
            async move { Ok(tasks) }
        })
        .start()
        .await
        .expect("a port is free")
}
