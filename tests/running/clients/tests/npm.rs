//! The suite for `ConvexHttpClient` and `ConvexClient` of the npm package.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    sync::OnceLock,
    time::Duration,
};

use clients::target::{Target, unique};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    process::{Child, Command},
};

/// Runs a script against a deployment until it ends, and breaks its connections when it asks for
/// that.
async fn run(script: &str, target: &Target) {
    static PACKAGE: OnceLock<PathBuf> = OnceLock::new();

    let package = PACKAGE
        .get_or_init(|| corpus::npm::installed(&Path::new(env!("CARGO_MANIFEST_DIR")).join("npm")));
    let mut node = Command::new("node")
        .arg(script)
        .args([target.url(), unique(script)])
        .args(target.token())
        .current_dir(package)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("these tests need Node");
    let whole = async {
        disconnect(&mut node, target).await;
        node.wait_with_output().await.expect("it ends")
    };
    let output = tokio::time::timeout(Duration::from_secs(60), whole).await;
    let output = output.expect("the script ends");
    let report = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{target:?}: {report}");
}

/// Waits until the script asks or ends.
async fn disconnect(node: &mut Child, target: &Target) {
    let mut stdin = node.stdin.take().expect("it is piped");
    let mut lines = BufReader::new(node.stdout.as_mut().expect("it is piped")).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        assert_eq!(line, "disconnect");
        let answer = if target.disconnect() {
            "done\n"
        } else {
            "no\n"
        };
        stdin.write_all(answer.as_bytes()).await.expect("it waits");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn http_client() {
    for target in Target::all("npm-http").await {
        run("http.mjs", &target).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn socket_client() {
    for target in Target::all("npm-socket").await {
        run("socket.mjs", &target).await;
        let Some(deployment) = target.deployment() else {
            continue;
        };
        let connects = deployment.connects();
        assert_eq!(connects.len(), 2, "{connects:?}");
        assert_eq!(connects[0].session_id, connects[1].session_id);
        assert_eq!(connects[1].connection_count, 1);
    }
}
