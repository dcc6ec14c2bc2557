//! `ConvexHttpClient` and `ConvexClient` of the npm package against the testing deployment.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    sync::OnceLock,
    time::Duration,
};

use clients::{Control, deployment};
use convex_runtime::testing::{Deployment, Identity};
use tokio::{process::Command, sync::mpsc};

/// Runs a script until it ends, and meanwhile does what it asks for.
async fn run(script: &str) -> Deployment {
    static PACKAGE: OnceLock<PathBuf> = OnceLock::new();

    let package = PACKAGE
        .get_or_init(|| corpus::npm::installed(&Path::new(env!("CARGO_MANIFEST_DIR")).join("npm")));
    let (control, mut asked) = mpsc::unbounded_channel();
    let deployment = deployment(&control).start().await.expect("a free port");
    let token = deployment.token(Identity::new("alice"));
    let node = Command::new("node")
        .arg(script)
        .args([&deployment.url(), &token])
        .current_dir(package)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output();
    let serve = async {
        while let Some(control) = asked.recv().await {
            match control {
                Control::Disconnect => deployment.disconnect().await,
                Control::SignOut => deployment.expire_token(&token),
            }
        }
    };
    let output = tokio::select! {
        output = tokio::time::timeout(Duration::from_secs(60), node) => output.expect("the script ends").expect("Node runs"),
        () = serve => unreachable!("the deployment keeps a sender"),
    };
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    deployment
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn http_client() {
    run("http.mjs").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn socket_client() {
    let deployment = run("socket.mjs").await;
    let connects = deployment.connects();
    assert_eq!(connects.len(), 2, "{connects:?}");
    assert_eq!(connects[0].session_id, connects[1].session_id);
    assert_eq!(connects[1].connection_count, 1);
}
