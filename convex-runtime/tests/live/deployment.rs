//! The client and the testing deployment, which know nothing of each other but the wire.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering::SeqCst},
    },
    time::Duration,
};

use convex_runtime::{
    Action, Client, Credential, Error, Mutation, Query, Route, Sent, Subscription, TokenRequest,
    testing::{Builder, Deployment, Fault, Identity},
};

const COUNT: Query<(), i64> = Query::new("tasks:count");
const ADD: Mutation<(), i64> = Mutation::new("tasks:add");
const CHARGE: Action<(), i64> = Action::new("payments:charge");
const WHO: Query<(), String> = Query::new("users:me");

/// A deployment that counts in `count`.
fn functions(count: &Arc<AtomicI64>) -> Builder {
    let (read, add, charge) = (Arc::clone(count), Arc::clone(count), Arc::clone(count));
    Deployment::builder()
        .query(COUNT, move |()| {
            let count = read.load(SeqCst);
            async move { Ok(count) }
        })
        .mutation(ADD, move |()| {
            let count = add.fetch_add(1, SeqCst) + 1;
            async move { Ok(count) }
        })
        .action(CHARGE, move |()| {
            let count = charge.fetch_add(1, SeqCst) + 1;
            async move { Ok(count) }
        })
}

fn socket(deployment: &Deployment) -> Client {
    Client::builder()
        .url(deployment.url())
        .route(Route::Socket)
        .build()
        .unwrap()
}

async fn until(counts: &mut Subscription<i64>, wanted: i64) {
    let reach = async {
        while let Some(count) = counts.next().await {
            if count.unwrap() == wanted {
                return;
            }
        }
        panic!("the subscription ended");
    };
    tokio::time::timeout(Duration::from_secs(10), reach)
        .await
        .expect("the value comes");
}

#[tokio::test]
async fn writes_are_seen_when_their_call_has_ended() {
    let count = Arc::default();
    let deployment = functions(&count).start().await.unwrap();
    let client = socket(&deployment);
    let mut counts = client.subscribe(COUNT, ());
    until(&mut counts, 0).await;
    for n in 1..=20 {
        assert_eq!(client.mutation(ADD, ()).await.unwrap(), n);
        assert_eq!(counts.current().unwrap().unwrap(), n);
    }
    assert_eq!(client.action(CHARGE, ()).await.unwrap(), 21);
    assert_eq!(client.query(COUNT, ()).await.unwrap(), 21);
}

#[tokio::test]
async fn a_mutation_runs_once_when_its_answer_is_lost() {
    let count = Arc::default();
    let deployment = functions(&count).start().await.unwrap();
    let client = socket(&deployment);
    for fault in [
        Fault::drop_before_response(),
        Fault::drop_after_response(),
        Fault::drop_before_run(),
    ] {
        deployment.inject(ADD, fault);
        let before = count.load(SeqCst);
        assert_eq!(client.mutation(ADD, ()).await.unwrap(), before + 1);
        assert_eq!(count.load(SeqCst), before + 1);
    }
}

#[tokio::test]
async fn an_action_whose_answer_is_lost_is_not_repeated() {
    let count = Arc::default();
    let deployment = functions(&count).start().await.unwrap();
    let client = socket(&deployment);
    deployment.inject(CHARGE, Fault::drop_before_response());
    let error = client.action(CHARGE, ()).await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Transport {
                sent: Sent::Maybe,
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(client.action(CHARGE, ()).await.unwrap(), 2);
}

#[tokio::test]
async fn subscriptions_catch_up_after_a_restart() {
    let count = Arc::default();
    let mut deployment = functions(&count).start().await.unwrap();
    let client = socket(&deployment);
    let mut counts = client.subscribe(COUNT, ());
    until(&mut counts, 0).await;
    deployment.go_down().await;
    count.store(7, SeqCst);
    let pending = tokio::spawn(client.mutation(ADD, ()));
    deployment.come_up().await.unwrap();
    until(&mut counts, 8).await;
    assert_eq!(pending.await.unwrap().unwrap(), 8);
}

#[tokio::test]
async fn transitions_in_parts_and_fatal_errors() {
    let count = Arc::default();
    let deployment = functions(&count)
        .split_transitions_above(20)
        .start()
        .await
        .unwrap();
    let client = socket(&deployment);
    let mut counts = client.subscribe(COUNT, ());
    until(&mut counts, 0).await;
    deployment.send_fatal_error("Overloaded");
    count.store(3, SeqCst);
    deployment.publish();
    until(&mut counts, 3).await;
}

#[tokio::test]
async fn an_expired_token_is_replaced() {
    let deployment = Deployment::builder()
        .query_with(WHO, |context, ()| {
            let name = context.identity().map_or("nobody".to_owned(), |identity| {
                identity.subject().to_owned()
            });
            async move { Ok(name) }
        })
        .start()
        .await
        .unwrap();
    let deployment = Arc::new(deployment);
    let (first, second) = (
        deployment.token(Identity::new("ann")),
        deployment.token(Identity::new("ann")),
    );
    let tokens = [first.clone(), second];
    let source = move |request: TokenRequest| {
        let token = tokens[usize::from(request.force_refresh())].clone();
        async move { Ok(Some(token)) }
    };
    let client = Client::builder()
        .url(deployment.url())
        .route(Route::Socket)
        .token_source(source)
        .build()
        .unwrap();
    let mut me = client.subscribe(WHO, ());
    assert_eq!(me.next().await.unwrap().unwrap(), "ann");
    deployment.expire_token(&first);
    deployment.publish();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(client.query(WHO, ()).await.unwrap(), "ann");
    client.set_credential(Credential::anonymous());
    assert_eq!(me.next().await.unwrap().unwrap(), "nobody");
}
