//! Discovery of the deployment: in variables of the process, then in `.env.local`; in both in the
//! order of their names.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests say what they expect"
)]

use std::{fs, path::Path, process::Command};

use convex_runtime::{Client, Query, testing::Deployment};

const NAME: Query<(), String> = Query::new("deployments:name");

const VARIABLES: [&str; 4] = [
    "CONVEX_URL",
    "CONVEX_SELF_HOSTED_URL",
    "VITE_CONVEX_URL",
    "NEXT_PUBLIC_CONVEX_URL",
];

async fn deployment(name: &'static str) -> Deployment {
    let deployment =
        Deployment::builder().query(NAME, move |()| async move { Ok(name.to_owned()) });
    deployment.start().await.unwrap()
}

/// Runs a process with these variables and this `.env.local`; returns the deployment it finds.
async fn found(variables: Vec<(&'static str, String)>, file: Option<String>) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("discover");
    let run = move || {
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join(".env.local");
        match file {
            Some(text) => fs::write(path, text).unwrap(),
            None => drop(fs::remove_file(path)),
        }
        let mut child = Command::new(std::env::current_exe().unwrap());
        child
            .args(["--exact", "child", "--ignored", "--nocapture"])
            .current_dir(folder);
        for name in VARIABLES {
            child.env_remove(name);
        }
        let output = child.envs(variables).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let found = text.lines().find_map(|line| line.split_once("found: "));
        found
            .expect("the child says what it has found")
            .1
            .to_owned()
    };
    tokio::task::spawn_blocking(run).await.unwrap()
}

#[tokio::test]
#[ignore = "the test below runs it, with an environment of its own"]
async fn child() {
    match Client::builder().build() {
        Ok(client) => println!("found: {}", client.query(NAME, ()).await.unwrap()),
        Err(error) => println!("found: {error}"),
    }
}

#[tokio::test]
async fn variables_come_before_the_file_and_in_order() {
    let mut deployments = Vec::new();
    for name in ["convex", "self-hosted", "vite", "next"] {
        deployments.push(deployment(name).await);
    }
    let all = || {
        VARIABLES
            .into_iter()
            .zip(deployments.iter().map(Deployment::url))
    };
    let lines = |variables: Vec<(&str, String)>| {
        let lines = variables
            .into_iter()
            .map(|(name, url)| format!("{name}={url}\n"));
        // The order in the file means nothing.
        Some(lines.rev().collect::<String>())
    };
    for (first, name) in ["convex", "self-hosted", "vite", "next"]
        .into_iter()
        .enumerate()
    {
        let variables: Vec<_> = all().skip(first).collect();
        assert_eq!(found(variables.clone(), None).await, name);
        assert_eq!(found(Vec::new(), lines(variables)).await, name);
    }
    let next = all().skip(3).collect();
    assert_eq!(
        found(next, lines(all().collect())).await,
        "next",
        "the process comes first"
    );
    let empty = vec![("CONVEX_URL", String::new())];
    assert_eq!(found(empty, lines(all().skip(2).collect())).await, "vite");
    let none = found(Vec::new(), None).await;
    assert!(none.contains("npx convex dev"), "{none}");
}
