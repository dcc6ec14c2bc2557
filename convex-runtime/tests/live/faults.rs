//! Everything that the testing deployment can do to a client, and how ours meets it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};

use convex_runtime::{
    Action, Client, Credential, Error, ErrorKind, Mutation, Query, Route, Sent,
    testing::{Deployment, Fault, Identity, State},
};

const COUNT: Query<(), i64> = Query::new("tasks:count");
const ADD: Mutation<(), i64> = Mutation::new("tasks:add");
const CHARGE: Action<(), i64> = Action::new("payments:charge");

async fn deployment() -> (Deployment, State<i64>) {
    let count = State::new(0);
    let charges = Arc::new(AtomicI64::new(0));
    let builder = Deployment::builder()
        .query_on(COUNT, &count, |count, ()| Ok(*count))
        .mutation_on(ADD, &count, |count, ()| {
            *count += 1;
            Ok(*count)
        })
        .action(CHARGE, move |()| {
            let number = charges.fetch_add(1, SeqCst) + 1;
            async move { Ok(number) }
        });
    (builder.start().await.unwrap(), count)
}

fn client(deployment: &Deployment, route: Route) -> Client {
    Client::builder()
        .url(deployment.url())
        .route(route)
        .build()
        .unwrap()
}

/// Ends the test when something that is to happen does not.
async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), what)
        .await
        .expect("it happens")
}

#[tokio::test]
async fn http_connections_that_break() {
    let (deployment, count) = deployment().await;
    let client = client(&deployment, Route::Http);
    for (fault, runs) in [
        (Fault::drop_before_run(), 0),
        (Fault::drop_before_response(), 1),
        (Fault::truncate(), 1),
        (Fault::half_close(), 1),
    ] {
        let before = count.get();
        deployment.inject(ADD, fault.clone());
        let error = soon(client.mutation(ADD, ())).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.sent()),
            (ErrorKind::Transport, Sent::Maybe),
            "{fault:?}: {error:?}"
        );
        assert_eq!(count.get(), before + runs, "{fault:?}");
    }
    // The answer is whole, and the next call has a new connection.
    deployment.inject(ADD, Fault::drop_after_response());
    for _ in 0..2 {
        let next = count.get() + 1;
        assert_eq!(soon(client.mutation(ADD, ())).await.unwrap(), next);
    }
}

#[tokio::test]
async fn http_answers_that_refuse() {
    let (deployment, count) = deployment().await;
    let client = client(&deployment, Route::Http);
    for (status, code, sent) in [
        (429, "RateLimited", Sent::Maybe),
        (503, "Overloaded", Sent::Maybe),
        (503, "RejectedBeforeExecution", Sent::No),
        (500, "InternalServerError", Sent::Maybe),
    ] {
        deployment.inject(ADD, Fault::status(status, code));
        let error = client.mutation(ADD, ()).await.unwrap_err();
        let Error::Protocol {
            status: answered,
            code: said,
            ..
        } = &error
        else {
            panic!("{error:?}");
        };
        assert_eq!((*answered, &**said), (Some(status), code));
        assert_eq!(error.sent(), sent);
    }
    deployment.inject(ADD, Fault::status(401, "Unauthenticated"));
    let error = client.mutation(ADD, ()).await.unwrap_err();
    assert!(
        matches!(&error, Error::Authentication { code, .. } if &**code == "Unauthenticated"),
        "{error:?}"
    );
    assert_eq!((error.sent(), count.get()), (Sent::No, 0));
}

#[tokio::test]
async fn http_answers_that_are_none() {
    let (deployment, count) = deployment().await;
    let client = client(&deployment, Route::Http);
    // Larger than any result can be.
    for fault in [Fault::malformed(), Fault::oversized(101 << 20)] {
        deployment.inject(ADD, fault);
        let error = soon(client.mutation(ADD, ())).await.unwrap_err();
        assert!(
            matches!(&error, Error::Protocol { code, .. } if &**code == "InvalidResponse"),
            "{error:?}"
        );
        assert_eq!(error.sent(), Sent::Maybe);
    }
    assert_eq!(count.get(), 2);
    deployment.inject(ADD, Fault::oversized(17 << 20));
    assert_eq!(soon(client.mutation(ADD, ())).await.unwrap(), 3);
}

#[tokio::test]
async fn calls_that_wait() {
    let (deployment, _) = deployment().await;
    for route in [Route::Http, Route::Socket] {
        let client = client(&deployment, route);
        deployment.inject(CHARGE, Fault::delay(Duration::from_millis(60)));
        let started = Instant::now();
        client.action(CHARGE, ()).await.unwrap();
        assert!(started.elapsed() >= Duration::from_millis(60));

        let hold = deployment.hold(CHARGE);
        let error = client
            .with_deadline(Duration::from_millis(60))
            .action(CHARGE, ())
            .await
            .unwrap_err();
        assert!(
            matches!(
                error,
                Error::Timeout {
                    sent: Sent::Maybe,
                    ..
                }
            ),
            "{error:?}"
        );
        let pending = tokio::spawn(client.action(CHARGE, ()));
        soon(hold.reached(1)).await;
        hold.release();
        soon(pending).await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_subscription_survives_whatever_happens_to_its_first_answer() {
    for fault in [
        Fault::drop_before_run(),
        Fault::drop_before_response(),
        Fault::drop_after_response(),
        Fault::truncate(),
        Fault::malformed(),
        Fault::half_close(),
        Fault::oversized(17 << 20),
        Fault::status(503, "Overloaded"),
        Fault::delay(Duration::from_millis(30)),
    ] {
        let (deployment, count) = deployment().await;
        let client = client(&deployment, Route::Socket);
        deployment.inject(COUNT, fault.clone());
        let mut counts = client.subscribe(COUNT, ());
        assert_eq!(soon(counts.next()).await.unwrap().unwrap(), 0, "{fault:?}");
        count.set(7);
        assert_eq!(soon(counts.next()).await.unwrap().unwrap(), 7, "{fault:?}");
    }
}

#[tokio::test]
async fn on_a_socket_a_mutation_runs_once_and_an_action_at_most_once() {
    for fault in [
        Fault::drop_before_run(),
        Fault::drop_before_response(),
        Fault::drop_after_response(),
        Fault::truncate(),
        Fault::malformed(),
        Fault::half_close(),
        Fault::oversized(17 << 20),
    ] {
        let (deployment, count) = deployment().await;
        let client = client(&deployment, Route::Socket);
        deployment.inject(ADD, fault.clone());
        assert_eq!(
            soon(client.mutation(ADD, ())).await.unwrap(),
            1,
            "{fault:?}"
        );
        assert_eq!(count.get(), 1, "{fault:?}");

        deployment.inject(CHARGE, fault.clone());
        match soon(client.action(CHARGE, ())).await {
            Ok(charged) => assert_eq!(charged, 1, "{fault:?}"),
            Err(error) => assert_eq!(
                (error.kind(), error.sent()),
                (ErrorKind::Transport, Sent::Maybe),
                "{fault:?}: {error:?}"
            ),
        }
        assert!(deployment.calls(CHARGE).len() <= 1, "{fault:?}");
    }
}

#[tokio::test]
async fn tokens_that_are_refused_or_expire() {
    let (deployment, count) = deployment().await;
    for route in [Route::Http, Route::Socket] {
        let token = deployment.token(Identity::new("alice"));
        let client = client(&deployment, route).with_credential(Credential::token(token.as_str()));
        deployment.reject_tokens();
        let error = soon(client.mutation(ADD, ())).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Authentication, "{error:?}");
        deployment.accept_tokens();

        let client = deployment.client_as(Identity::new("alice"));
        soon(client.query(COUNT, ())).await.unwrap();
        let token = deployment.token_for(Identity::new("bob"), Duration::from_millis(1));
        tokio::time::sleep(Duration::from_millis(2)).await;
        client.set_credential(Credential::token(token.as_str()));
        let error = soon(client.mutation(ADD, ())).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Authentication, "{error:?}");
    }
    assert_eq!(count.get(), 0);
}

/// A subscriber is told when its token expires, and does not continue as an anonymous caller.
#[tokio::test]
async fn a_token_that_expires_during_a_session() {
    let (deployment, count) = deployment().await;
    let token = deployment.token(Identity::new("alice"));
    let client =
        client(&deployment, Route::Socket).with_credential(Credential::token(token.as_str()));
    let mut counts = client.subscribe(COUNT, ());
    assert_eq!(soon(counts.next()).await.unwrap().unwrap(), 0);
    deployment.expire_token(&token);
    let error = soon(counts.next()).await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication, "{error:?}");
    client.set_credential(Credential::token(
        deployment.token(Identity::new("alice")).as_str(),
    ));
    count.set(5);
    assert_eq!(soon(counts.next()).await.unwrap().unwrap(), 5);
}

#[tokio::test]
async fn servers_that_go_away() {
    let (mut deployment, count) = deployment().await;
    let client = client(&deployment, Route::Socket);
    let mut counts = client.subscribe(COUNT, ());
    assert_eq!(soon(counts.next()).await.unwrap().unwrap(), 0);
    for value in 1..=3 {
        match value {
            1 => deployment.send_fatal_error("Overloaded"),
            2 => deployment.half_close_sockets(),
            _ => deployment.restart().await.unwrap(),
        }
        count.set(value);
        assert_eq!(soon(counts.next()).await.unwrap().unwrap(), value);
    }
}
