//! `run`, `data`, `env`, `logs`, `spec` and `diff` against a deployment.

use std::{
    io::{Read, Write},
    net::TcpListener,
    process::{Command, Output},
};

use convex_runtime::{Internal, Mutation, Query, ToConvex, Value, decode, testing::Deployment};

#[derive(Debug, Clone, PartialEq, ToConvex)]
struct DoubleArgs {
    of: i64,
}

const DOUBLE: Query<DoubleArgs, i64> = Query::new("math:double");
const WIPE: Mutation<(), (), Internal> = Mutation::new("admin:wipe");

fn json(text: &str) -> Value {
    decode(text).expect("it is a value")
}

async fn deployment() -> Deployment {
    let deployment = Deployment::builder()
        .query(DOUBLE, |args| async move { Ok(args.of * 2) })
        .mutation(WIPE, |()| async { Ok(()) })
        .start()
        .await
        .expect("a port is free");
    let notes = [
        r#"{"_id": "2;notes", "_creationTime": 4, "n": {"$integer": "BwAAAAAAAAA="}}"#,
        r#"{"_id": "1;notes", "_creationTime": 5, "text": "a\nb"}"#,
    ];
    deployment.set_table("notes", notes.map(json).to_vec());
    deployment.set_table("empty", Vec::new());
    deployment
}

/// Runs the command; it asks this process, so that it may not block it.
async fn run(key: Option<String>, url: &str, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_convex-codegen"));
    command
        .args(arguments)
        .args(["--url", url])
        .env("NO_COLOR", "1");
    command
        .env_remove("CONVEX_DEPLOY_KEY")
        .env_remove("CONVEX_SELF_HOSTED_ADMIN_KEY");
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    command.current_dir(elsewhere.path());
    if let Some(key) = key {
        command.env("CONVEX_DEPLOY_KEY", key);
    }
    let Output {
        status,
        stdout,
        stderr,
    } = tokio::task::spawn_blocking(move || command.output())
        .await
        .expect("it does not panic")
        .expect("it can be run");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    (status.code(), text(&stdout), text(&stderr))
}

#[tokio::test]
async fn functions_are_called_with_and_without_the_key() {
    let deployment = deployment().await;
    let (url, key) = (deployment.url(), Some(deployment.admin_key()));
    // The types come from the deployment: a plain 7 is an int64.
    let doubled = run(key.clone(), &url, &["run", "math:double", r#"{"of": 7}"#]).await;
    assert_eq!(
        doubled,
        (
            Some(0),
            "{\n  \"$integer\": \"DgAAAAAAAAA=\"\n}".to_owned(),
            String::new()
        )
    );
    let (code, _, said) = run(key.clone(), &url, &["run", "math:double", r#"{"off": 7}"#]).await;
    assert_eq!(code, Some(1));
    assert!(
        said.contains("args.of: missing field of type `bigint`")
            && said.contains("nothing was sent"),
        "{said}"
    );
    assert_eq!(deployment.calls(DOUBLE).len(), 1, "nothing was sent");

    assert_eq!(run(key, &url, &["run", "admin:wipe"]).await.0, Some(0));
    let (code, _, said) = run(None, &url, &["run", "admin:wipe", "--kind", "mutation"]).await;
    assert_ne!(code, Some(0), "an internal function needs the key: {said}");
    let (code, _, said) = run(None, &url, &["run", "math:double"]).await;
    assert_eq!(code, Some(2));
    assert!(said.contains("--kind query|mutation|action"), "{said}");
}

#[tokio::test]
async fn what_only_the_owner_sees() {
    let deployment = deployment().await;
    let (url, key) = (deployment.url(), Some(deployment.admin_key()));
    let tables = run(key.clone(), &url, &["data"]).await;
    assert_eq!(tables.1, "empty\nnotes", "{}", tables.2);
    let (_, documents, said) = run(key.clone(), &url, &["data", "notes", "--limit", "1"]).await;
    assert_eq!(
        documents,
        "_id      _creationTime  text\n1;notes  5              a b"
    );
    assert!(said.contains("--limit"), "{said}");
    let missing = run(key.clone(), &url, &["data", "nots"]).await;
    let known = "error: the deployment has no table `nots`; it has empty, notes";
    assert_eq!((missing.0, missing.2.as_str()), (Some(2), known));

    for (name, value) in [("B", "two words"), ("A", "1")] {
        let (code, _, said) = run(key.clone(), &url, &["env", "set", name, value]).await;
        assert_eq!((code, said), (Some(0), format!("set `{name}`")));
    }
    let variables = run(key.clone(), &url, &["env"]).await;
    assert_eq!(variables.1, "A=1\nB='two words'");
    let one = run(key.clone(), &url, &["env", "get", "B"]).await;
    assert_eq!(one.1, "two words");
    assert_eq!(
        run(key.clone(), &url, &["env", "remove", "B"]).await.0,
        Some(0)
    );
    assert_eq!(
        run(key.clone(), &url, &["env", "get", "B"]).await.0,
        Some(1)
    );

    let (code, spec, _) = run(key.clone(), &url, &["spec"]).await;
    assert_eq!(code, Some(0));
    assert!(spec.contains("\"math.js:double\""), "{spec}");
    let same = run(key, &url, &["diff", &url, &url]).await;
    assert_eq!((same.0, same.1.as_str()), (Some(0), "no changes"));
    let (code, _, said) = run(None, &url, &["data"]).await;
    assert_eq!(code, Some(2));
    assert!(said.contains("CONVEX_DEPLOY_KEY"), "{said}");
    assert!(!said.contains(&deployment.admin_key()));
}

/// A server that answers one request with `answer`, and returns it.
fn once(answer: &str) -> (String, std::thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    let answer = format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{answer}",
        answer.len()
    );
    let handle = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("it is asked");
        let mut request = Vec::new();
        let mut part = [0; 4096];
        loop {
            let count = stream.read(&mut part).expect("it can be read");
            request.extend_from_slice(&part[..count]);
            let text = String::from_utf8_lossy(&request);
            let is_whole = text
                .split_once("\r\n\r\n")
                .is_some_and(|(_, body)| text.starts_with("GET") || body.ends_with('}'));
            if is_whole || count == 0 {
                break;
            }
        }
        stream
            .write_all(answer.as_bytes())
            .expect("it can be written");
        String::from_utf8_lossy(&request).into_owned()
    });
    (url, handle)
}

#[tokio::test]
async fn logs_are_shown_with_the_function() {
    let answer = r#"{"entries": [
        {"kind": "Completion", "identifier": "tasks:list", "udfType": "Query", "timestamp": 3661, "executionTime": 0.012, "logLines": ["[LOG] 'a'", {"messages": ["'b'", "2"], "level": "WARN", "timestamp": 1, "isTruncated": false}], "error": null},
        {"kind": "Completion", "identifier": "tasks:add", "udfType": "Mutation", "timestamp": 3662, "executionTime": 0.5, "logLines": [], "error": "Uncaught Error: no"}
    ], "newCursor": 9}"#;
    let (url, server) = once(answer);
    let (code, logs, said) = run(Some("key|1".to_owned()), &url, &["logs", "--once"]).await;
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(
        logs,
        "01:01:01 [CONVEX Q(tasks:list)] [LOG] 'a'\n01:01:01 [CONVEX Q(tasks:list)] [WARN] 'b' 2\n01:01:02 [CONVEX M(tasks:add)] Uncaught Error: no"
    );
    let request = server.join().expect("it was asked");
    assert!(
        request.starts_with("GET /api/stream_function_logs?cursor=")
            && request.contains("authorization: Convex key|1"),
        "{request}"
    );
}
