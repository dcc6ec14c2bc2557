//! Reports of calls: data besides the result.

use std::sync::{Arc, Mutex};

use convex_runtime::{
    CallReport, Client, Mutation, Query, Route, TokenRequest,
    testing::{Deployment, Level},
    use_convex_mutation,
};

use crate::server::{Answer, Server};

const COUNT: Query<(), f64> = Query::new("tasks:count");
const BROKEN: Query<(), f64> = Query::new("tasks:broken");

type Seen = (String, Vec<String>, Option<String>, bool);

async fn reports(route: Route) -> Vec<Seen> {
    let deployment = Deployment::builder()
        .query_with(COUNT, |context, ()| async move {
            context.log(Level::Info, "counting");
            Ok(2.0)
        })
        .query_with(BROKEN, |context, ()| async move {
            context.log(Level::Error, "breaking");
            Err(convex_runtime::testing::ConvexError("broken").into())
        })
        .start()
        .await
        .unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&seen);
    let client = Client::builder()
        .url(deployment.url())
        .route(route)
        .build()
        .unwrap();
    let client = client.with_report(move |call: &CallReport<'_>| {
        told.lock().unwrap().push((
            call.function.to_owned(),
            call.log_lines.to_vec(),
            call.request_id.map(str::to_owned),
            call.error.is_some(),
        ));
    });
    client.query(COUNT, ()).await.unwrap();
    let error = client.query(BROKEN, ()).await.unwrap_err();
    if route == Route::Http {
        let batch = client.query_batch(((COUNT, ()), (BROKEN, ()))).await;
        assert!(batch.unwrap().1.is_err());
    }
    let seen = std::mem::take(&mut *seen.lock().unwrap());
    assert!(seen[1].3 && !seen[0].3);
    assert_eq!(seen[1].2.as_deref(), error.request_id());
    seen
}

#[tokio::test]
async fn calls_are_told_with_log_lines_and_request_id() {
    let http = reports(Route::Http).await;
    assert_eq!(http.len(), 4);
    for (call, (function, lines)) in http.iter().zip(
        [
            ("tasks:count", "[INFO] 'counting'"),
            ("tasks:broken", "[ERROR] 'breaking'"),
        ]
        .repeat(2),
    ) {
        assert_eq!((&*call.0, &*call.1), (function, &[lines.to_owned()][..]));
    }
    assert!(http[..2].iter().all(|call| call.2.is_some()));
    assert_ne!(http[0].2, http[1].2);
    let socket = reports(Route::Socket).await;
    assert_eq!(socket.len(), 2);
    assert_eq!(socket[0].1, ["[INFO] 'counting'"]);
    assert_eq!(socket[1].1, ["[ERROR] 'breaking'"]);
}

/// A refused request ran nothing; the call is in the logs by the id of the one behind it.
#[tokio::test]
async fn a_call_that_is_sent_again_with_another_token_keeps_its_request_id() {
    let refusal = Answer::json(401, r#"{"code":"InvalidAuthHeader","message":"expired"}"#);
    let success = Answer::json(200, r#"{"status":"success","value":2}"#);
    let server = Server::start([refusal, success]).await;
    let seen = Arc::new(Mutex::new(None));
    let told = Arc::clone(&seen);
    let source = |request: TokenRequest| async move {
        Ok(Some(format!("token {}", request.force_refresh())))
    };
    let client = Client::builder().url(server.url()).token_source(source);
    let client = client.build().unwrap().with_report(move |call| {
        *told.lock().unwrap() = call.request_id.map(str::to_owned);
    });
    client.query(COUNT, ()).await.unwrap();
    let id = seen.lock().unwrap().take().unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert!(requests[1].contains(&id), "{id}: {requests:?}");
}

#[tokio::test]
async fn a_report_that_panics_does_not_affect_its_call() {
    const ADD: Mutation<(), f64> = Mutation::new("tasks:add");
    let deployment = Deployment::builder().mutation(ADD, |()| async { Ok(2.0) });
    let deployment = deployment.start().await.unwrap();
    let client = deployment.client().with_report(|_| panic!("in a report"));
    assert_eq!(client.mutation(ADD, ()).await.unwrap(), 2.0);
    let add = use_convex_mutation(&client, ADD);
    assert_eq!(add.execute(()).await.unwrap(), 2.0);
}
