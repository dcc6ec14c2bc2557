//! Handlers on a shared state.

use convex_runtime::testing::{ConvexError, Deployment, State};
use serde_json::json;

use crate::{api, socket::Socket, wire::post};

#[tokio::test]
async fn subscriptions_run_again_when_the_state_changes() {
    let bodies = State::new(Vec::<String>::new());
    let deployment = Deployment::builder()
        .query_on(api::COUNT, &bodies, |bodies, ()| {
            Ok(f64::from(u32::try_from(bodies.len())?))
        })
        .mutation_on(api::SEND, &bodies, |bodies, args| {
            bodies.push(args.body);
            Ok(())
        })
        .start()
        .await
        .expect("a free port");
    let mut socket = Socket::connect(&deployment, "s").await;
    socket.subscribe(0, "messages:count", json!({})).await;
    assert_eq!(
        socket.next_of("Transition").await["modifications"][0]["value"],
        0.0
    );
    bodies.update(|bodies| bodies.push("from the test".to_owned()));
    assert_eq!(
        socket.next_of("Transition").await["modifications"][0]["value"],
        1.0
    );

    let body =
        json!({ "path": "messages:send", "args": { "author": "a", "body": "from a client" } });
    post(&deployment, "/api/mutation", body)
        .await
        .expect("an answer");
    assert_eq!(
        socket.next_of("Transition").await["modifications"][0]["value"],
        2.0
    );
    assert_eq!(bodies.get(), ["from the test", "from a client"]);
}

#[tokio::test]
async fn a_mutation_that_throws_changes_nothing() {
    let bodies = State::new(Vec::<String>::new());
    let deployment = Deployment::builder()
        .mutation_on(api::SEND, &bodies, |bodies, args| {
            bodies.push(args.body);
            Err(ConvexError("no"))?
        })
        .start()
        .await
        .expect("a free port");
    let body = json!({ "path": "messages:send", "args": { "author": "a", "body": "b" } });
    let answer = post(&deployment, "/api/mutation", body)
        .await
        .expect("an answer");
    assert_eq!(answer.json()["errorData"], "no");
    assert!(bodies.get().is_empty());
}

/// One state may be behind several deployments, also behind functions that are added while one
/// runs.
#[tokio::test]
async fn a_state_tells_every_deployment() {
    let count = State::new(0.0);
    let functions = || Deployment::builder().query_on(api::COUNT, &count, |count, ()| Ok(*count));
    let first = functions().start().await.expect("a free port");
    let second = Deployment::builder().start().await.expect("a free port");
    second.extend(functions());
    let mut sockets = [
        Socket::connect(&first, "s").await,
        Socket::connect(&second, "s").await,
    ];
    for socket in &mut sockets {
        socket.subscribe(0, "messages:count", json!({})).await;
        socket.next_of("Transition").await;
    }
    count.set(7.0);
    for socket in &mut sockets {
        assert_eq!(
            socket.next_of("Transition").await["modifications"][0]["value"],
            7.0
        );
    }
}
