//! Headers of single calls.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering::SeqCst},
};

use convex_runtime::{Client, Error, Query, TraceContext};

use crate::server::{Answer, Server};

const COUNT: Query<(), f64> = Query::new("tasks:count");

fn ok() -> Answer {
    Answer::json(200, r#"{"status":"success","value":1.0,"logLines":[]}"#)
}

#[tokio::test]
async fn a_call_has_its_own_headers_and_trace() {
    let batch = r#"{"results":[{"status":"success","value":1.0,"logLines":[]}]}"#;
    let server = Server::start([ok(), ok(), ok(), Answer::json(200, batch)]).await;
    let client = Client::new(&server.url()).unwrap();
    let incoming = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let trace: TraceContext = incoming.parse().unwrap();
    let traced = client.with_trace(trace.clone().with_state("congo=t61"));
    traced
        .with_header("X-Tenant", "red")
        .query(COUNT, ())
        .await
        .unwrap();
    traced.query(COUNT, ()).await.unwrap();
    client.query(COUNT, ()).await.unwrap();
    traced.query_batch(((COUNT, ()),)).await.unwrap().0.unwrap();

    let requests = server.requests();
    let has = |request: usize, line: &str| {
        let head = requests[request].to_lowercase();
        head.lines().any(|known| known == line)
    };
    let parent = format!("traceparent: {incoming}");
    for request in [0, 1, 3] {
        assert!(has(request, &parent), "{}", requests[request]);
        assert!(has(request, "tracestate: congo=t61"));
    }
    assert!(has(0, "x-tenant: red") && !has(1, "x-tenant: red"));
    assert!(!requests[2].contains("traceparent"), "{}", requests[2]);
}

#[tokio::test]
async fn the_trace_is_asked_for_where_the_call_is_made() {
    let server = Server::start([ok(), ok(), ok()]).await;
    let span = Arc::new(AtomicU64::new(0));
    let current = Arc::clone(&span);
    let client = Client::builder()
        .url(server.url())
        .trace_from(move || match current.load(SeqCst) {
            0 => None,
            span => Some(TraceContext::new(7, span)),
        })
        .build()
        .unwrap();
    client.query(COUNT, ()).await.unwrap();
    span.store(5, SeqCst);
    let call = client.query(COUNT, ());
    span.store(6, SeqCst);
    call.await.unwrap();
    let requests = server.requests();
    assert!(!requests[0].contains("traceparent"));
    let parent = format!("traceparent: 00-{:032x}-{:016x}-01", 7, 5);
    assert!(requests[1].contains(&parent), "{}", requests[1]);
}

#[tokio::test]
async fn what_cannot_be_a_header_is_not_sent() {
    let client = Client::new("http://127.0.0.1:9").unwrap();
    for (name, value) in [("X Team", "red"), ("X-Team", "r\r\nX-Evil: 1")] {
        let error = client
            .with_header(name, value)
            .query(COUNT, ())
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Configuration { .. }), "{error:?}");
    }
    // With these, the rest of a body would be the beginning of the next request.
    for name in ["Content-Length", "transfer-encoding"] {
        let call = client.with_header(name, "3").query(COUNT, ()).await;
        let error = call.unwrap_err();
        assert!(matches!(error, Error::Configuration { .. }), "{error:?}");
        let whole = Client::builder()
            .url("http://127.0.0.1:9")
            .header(name, "3");
        assert!(matches!(whole.build(), Err(Error::Configuration { .. })));
    }
    for wrong in [
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
    ] {
        assert!(wrong.parse::<TraceContext>().is_err(), "{wrong}");
    }
    let later = "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00-more";
    let later: TraceContext = later.parse().unwrap();
    assert!(!later.is_sampled());
}

/// The headers of the client may be secret, and such a URL may come from other users.
#[tokio::test]
async fn a_file_elsewhere_is_asked_for_without_headers_whatever_its_url_looks_like() {
    let elsewhere = Server::start([ok(), ok(), ok()]).await;
    let client = Client::builder()
        .url("http://deployment.example:3210")
        .header("X-Secret", "hidden")
        .build()
        .unwrap();
    let host = elsewhere.url();
    for url in [
        format!("{host}/file"),
        format!("{host}\\@deployment.example:3210/file"),
        format!("{host}/@deployment.example:3210/file"),
    ] {
        let _ = client.download(&url).await;
    }
    let requests = elsewhere.requests();
    assert_eq!(requests.len(), 3, "a backslash is a slash");
    for request in requests {
        assert!(!request.contains("hidden"), "{request}");
    }
}
