//! Reads at one point in time.

use convex_runtime::{
    Client, Error, Mutation, Query, ToConvex,
    testing::{ConvexError, Deployment, Fault},
};
use serde_json::{Value as Json, json};

use crate::server::{Answer, Server};

#[derive(Debug, Clone, Copy, ToConvex)]
struct ListArgs {
    limit: i64,
}

const COUNT: Query<(), f64> = Query::new("tasks:count");
const LIST: Query<ListArgs, Vec<String>> = Query::new("tasks:list");
const BROKEN: Query<(), f64> = Query::new("tasks:broken");
const ADD: Mutation<(), ()> = Mutation::new("tasks:add");

async fn deployment() -> Deployment {
    Deployment::builder()
        .query(COUNT, |()| async { Ok(2.0) })
        .query(LIST, |args: ListArgs| async move {
            Ok((0..args.limit).map(|_| "task".to_owned()).collect())
        })
        .query(BROKEN, |()| async { Err(ConvexError("broken").into()) })
        .mutation(ADD, |()| async { Ok(()) })
        .start()
        .await
        .unwrap()
}

fn body(request: &str) -> Json {
    serde_json::from_str(request.split_once("\r\n\r\n").unwrap().1).unwrap()
}

#[tokio::test]
async fn a_batch_is_typed_by_its_queries() {
    let deployment = deployment().await;
    let client = Client::new(&deployment.url()).unwrap();
    let batch = ((COUNT, ()), (LIST, ListArgs { limit: 2 }), (BROKEN, ()));
    let (count, titles, broken) = client.query_batch(batch).await.unwrap();
    assert_eq!(count.unwrap(), 2.0);
    assert_eq!(titles.unwrap(), ["task", "task"]);
    let broken = broken.unwrap_err();
    assert_eq!(
        broken.application().unwrap().data::<String>().unwrap(),
        "broken"
    );

    let lists = (0..3).map(|n| (LIST, ListArgs { limit: n }));
    let lists = client.query_batch(lists.collect::<Vec<_>>()).await.unwrap();
    let lengths: Vec<_> = lists.into_iter().map(|list| list.unwrap().len()).collect();
    assert_eq!(lengths, [0, 1, 2]);
}

#[tokio::test]
async fn a_batch_on_the_wire_and_its_refusals() {
    let answer = r#"{"results":[{"status":"success","value":3},{"status":"success","value":[]}]}"#;
    let server = Server::start([Answer::json(200, answer)]).await;
    let client = Client::new(&server.url()).unwrap();
    let batch = || ((COUNT, ()), (LIST, ListArgs { limit: 1 }));
    let (count, _) = client.query_batch(batch()).await.unwrap();
    assert_eq!(count.unwrap(), 3.0);
    let request = server.requests().pop().unwrap();
    assert!(request.starts_with("POST /api/query_batch "), "{request}");
    assert_eq!(
        body(&request)["queries"],
        json!([
            {"path": "tasks:count", "format": "convex_encoded_json", "args": [{}]},
            {"path": "tasks:list", "format": "convex_encoded_json", "args": [{"limit": {"$integer": "AQAAAAAAAAA="}}]},
        ])
    );

    for (status, answer) in [
        (200, r#"{"results":[]}"#),
        (200, r#"{"results":3}"#),
        (503, r#"{"code":"Overloaded","message":"later"}"#),
    ] {
        let server = Server::start([Answer::json(status, answer)]).await;
        let client = Client::new(&server.url()).unwrap();
        let error = client.query_batch(batch()).await.unwrap_err();
        assert!(matches!(error, Error::Protocol { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn queries_of_a_snapshot_are_of_its_time() {
    let server = Server::start([
        Answer::json(200, r#"{"ts":"AQAAAAAAAAA="}"#),
        Answer::json(200, r#"{"status":"success","value":3}"#),
    ])
    .await;
    let client = Client::new(&server.url()).unwrap();
    let now = client.snapshot().await.unwrap();
    assert_eq!(now.query(COUNT, ()).await.unwrap(), 3.0);
    let requests = server.requests();
    assert!(requests[0].starts_with("POST /api/query_ts "));
    assert!(requests[0].ends_with("\r\n\r\n"), "no body at all");
    assert!(requests[1].starts_with("POST /api/query_at_ts "));
    assert_eq!(body(&requests[1])["ts"], "AQAAAAAAAAA=");
}

#[tokio::test]
async fn a_snapshot_against_the_deployment() {
    let deployment = deployment().await;
    let client = Client::new(&deployment.url()).unwrap();
    let now = client.snapshot().await.unwrap();
    client.mutation(ADD, ()).await.unwrap();
    assert_eq!(now.query(COUNT, ()).await.unwrap(), 2.0);
    deployment.inject(COUNT, Fault::status(503, "OutOfRetention"));
    let error = now.query(COUNT, ()).await.unwrap_err();
    assert!(matches!(error, Error::Protocol { .. }), "{error:?}");
}
