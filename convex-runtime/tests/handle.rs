//! Handles on a transport whose answers the test gives, one by one.

#![allow(
    clippy::float_cmp,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests say what they expect"
)]

use std::sync::{Arc, Mutex};

use convex_runtime::{
    Action, CallHandle, CallStatus, Client, Credential, Error, Sent, Tape, ToConvex,
    transport::{BoxFuture, Call, Reply, Transport},
    use_convex_action,
};
use tokio::sync::oneshot;

#[derive(ToConvex)]
struct Args {
    number: f64,
}

const DOUBLE: Action<Args, f64> = Action::new("math:double");

type Outcome = Result<Reply, Error>;

/// Calls that have arrived and were not answered yet, by their arguments.
#[derive(Clone, Default)]
struct Pending(Arc<Mutex<Vec<Waiting>>>);

type Waiting = (Arc<str>, oneshot::Sender<Outcome>);

impl Transport for Pending {
    fn call(&self, call: Call) -> BoxFuture<Outcome> {
        let (sender, receiver) = oneshot::channel();
        self.0.lock().unwrap().push((call.args, sender));
        Box::pin(async { receiver.await.expect("the test answers") })
    }
}

impl Pending {
    /// Answers the call with this argument; waits until it has arrived.
    async fn answer(&self, number: f64, mut outcome: Outcome) {
        let args = format!("{{\"number\":{number}}}");
        while let Err(back) = self.try_answer(&args, outcome) {
            outcome = back;
            tokio::task::yield_now().await;
        }
    }

    fn try_answer(&self, args: &str, outcome: Outcome) -> Result<(), Outcome> {
        let mut calls = self.0.lock().unwrap();
        let Some(position) = calls.iter().position(|call| &*call.0 == args) else {
            return Err(outcome);
        };
        // The caller may have gone.
        let _ = calls.remove(position).1.send(outcome);
        Ok(())
    }

    async fn succeed(&self, number: f64) {
        self.answer(
            number,
            Ok(Reply::new(
                Tape::parse(&(number * 2.0).to_string()).unwrap(),
            )),
        )
        .await;
    }

    async fn fail(&self, number: f64) {
        self.answer(
            number,
            Ok(Reply::new(Tape::parse("\"not a number\"").unwrap())),
        )
        .await;
    }
}

fn start() -> (Pending, Client, CallHandle<Args, f64>) {
    let pending = Pending::default();
    let client = Client::builder()
        .transport(pending.clone())
        .build()
        .unwrap();
    let handle = use_convex_action(&client, DOUBLE);
    (pending, client, handle)
}

fn args(number: f64) -> Args {
    Args { number }
}

#[tokio::test]
async fn pending_at_once_and_success_with_data() {
    let (server, _client, double) = start();
    assert_eq!(double.status(), CallStatus::Idle);
    let call = double.execute(args(2.0));
    assert!(double.is_pending() && double.is_loading());
    assert_eq!(double.in_flight(), 1);
    server.succeed(2.0).await;
    assert_eq!(call.await.unwrap(), 4.0);
    assert_eq!(
        (
            double.status(),
            double.data().as_deref(),
            double.in_flight()
        ),
        (CallStatus::Success, Some(&4.0), 0)
    );
}

#[tokio::test]
async fn failure_keeps_the_data_and_the_next_start_clears_the_error() {
    let (server, _client, double) = start();
    let call = double.safe(args(1.0));
    server.succeed(1.0).await;
    call.await.unwrap();

    let call = double.execute(args(2.0));
    server.fail(2.0).await;
    assert!(matches!(call.await, Err(Error::Decode { .. })));
    let state = double.state();
    assert_eq!(
        (state.status(), state.data().map(|data| **data)),
        (CallStatus::Error, Some(2.0))
    );
    assert!(matches!(
        state.error().map(|error| &**error),
        Some(Error::Decode { .. })
    ));

    double.dispatch(args(3.0));
    assert!(double.error().is_none());
    assert_eq!(double.data().as_deref(), Some(&2.0));
}

#[tokio::test]
async fn the_latest_started_wins_and_each_caller_gets_its_own() {
    let (server, _client, double) = start();
    let (first, second) = (double.execute(args(1.0)), double.clone().execute(args(2.0)));
    assert_eq!(double.in_flight(), 2);
    server.succeed(2.0).await;
    assert_eq!(second.await.unwrap(), 4.0);
    server.succeed(1.0).await;
    assert_eq!(first.await.unwrap(), 2.0);
    assert_eq!(double.data().as_deref(), Some(&4.0));
}

#[tokio::test]
async fn a_dropped_future_still_commits() {
    let (server, _client, double) = start();
    drop(double.execute(args(2.0)));
    let mut state = double.subscribe();
    server.succeed(2.0).await;
    state
        .wait_for(|state| state.status() == CallStatus::Success)
        .await
        .unwrap();
}

#[tokio::test]
async fn dropping_the_handle_cancels_nothing() {
    let (server, _client, double) = start();
    let call = double.execute(args(1.0));
    drop(double);
    server.succeed(1.0).await;
    assert_eq!(call.await.unwrap(), 2.0);
}

#[tokio::test]
async fn reset_forgets_but_does_not_cancel() {
    let (server, _client, double) = start();
    let call = double.execute(args(2.0));
    double.reset();
    assert_eq!((double.status(), double.in_flight()), (CallStatus::Idle, 1));
    server.succeed(2.0).await;
    assert_eq!(call.await.unwrap(), 4.0);
    assert_eq!(
        (double.status(), double.data(), double.in_flight()),
        (CallStatus::Idle, None, 0)
    );
}

#[tokio::test]
async fn callbacks_run_after_the_commit_and_before_the_caller() {
    let (server, _client, double) = start();
    let log = Arc::new(Mutex::new(Vec::new()));
    let (seen, failed, shown) = (log.clone(), log.clone(), double.clone());
    let double = double
        .on_success(|_, _| panic!("a callback of the test panics"))
        .on_success(move |data, args| {
            seen.lock()
                .unwrap()
                .push(format!("{} -> {data}, {}", args.number, shown.status()));
            shown.reset();
        })
        .on_error(move |error, args| {
            failed
                .lock()
                .unwrap()
                .push(format!("{}: {error}", args.number));
        });

    let overtaken = double.execute(args(1.0));
    let latest = double.execute(args(2.0));
    server.succeed(1.0).await;
    overtaken.await.unwrap();
    assert!(
        log.lock().unwrap().is_empty(),
        "no callback for a call that was overtaken"
    );
    server.succeed(2.0).await;
    latest.await.unwrap();
    assert_eq!(*log.lock().unwrap(), ["2 -> 4, success"]);
    assert_eq!(
        double.status(),
        CallStatus::Idle,
        "a callback may use the handle"
    );

    let call = double.execute(args(3.0));
    server.fail(3.0).await;
    call.await.unwrap_err();
    assert_eq!(
        log.lock().unwrap()[1],
        "3: the result of `math:double` does not have its declared type: expected a number (Float64), found a string"
    );
}

#[tokio::test]
async fn a_change_of_identity_masks_and_retires() {
    let (server, client, double) = start();
    let call = double.execute(args(1.0));
    server.succeed(1.0).await;
    call.await.unwrap();

    let call = double.execute(args(2.0));
    client.set_credential(Credential::token("somebody else"));
    assert_eq!(
        (double.status(), double.data()),
        (CallStatus::Idle, None),
        "at once"
    );
    assert!(matches!(call.await, Err(Error::IdentityChanged)));
    assert_eq!((double.status(), double.in_flight()), (CallStatus::Idle, 0));

    let call = double.execute(args(3.0));
    client.renew_credential(Credential::token("the same person"));
    server.succeed(3.0).await;
    assert_eq!(call.await.unwrap(), 6.0, "a newer token changes nothing");

    let other = client.with_credential(Credential::anonymous());
    other.set_credential(Credential::token("a third"));
    assert_eq!(
        double.status(),
        CallStatus::Success,
        "the identity of another client"
    );
}

#[tokio::test]
async fn changes_come_as_a_stream() {
    let (server, _client, double) = start();
    let mut changes = double.changes();
    assert_eq!(changes.next().await.unwrap().status(), CallStatus::Idle);
    let call = double.execute(args(2.0));
    assert_eq!(changes.next().await.unwrap().status(), CallStatus::Pending);
    server.succeed(2.0).await;
    call.await.unwrap();
    assert_eq!(changes.next().await.unwrap().status(), CallStatus::Success);
    drop(double);
    assert!(changes.next().await.is_none());
    assert!(changes.next().await.is_none());
}

#[test]
fn a_runtime_that_shuts_down_leaves_nothing_pending() {
    let (_server, _client, double) = start();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let entered = runtime.enter();
    let call = double.execute(args(1.0));
    drop(entered);
    drop(runtime);
    assert_eq!(
        (double.status(), double.in_flight()),
        (CallStatus::Error, 0)
    );
    let other = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let error = other.block_on(call).unwrap_err();
    assert!(
        matches!(
            error,
            Error::Closed {
                sent: Sent::Maybe,
                ..
            }
        ),
        "{error:?}"
    );
}

#[test]
fn without_a_runtime() {
    let (_server, _client, double) = start();
    double.dispatch(args(1.0));
    let error = double.error().unwrap().to_string();
    assert!(
        error.contains("runtime(handle)"),
        "it names the way out: {error}"
    );
    assert_eq!(double.in_flight(), 0);
}

#[test]
fn handles_and_calls_can_move_between_threads() {
    fn check<T: Send + Sync + Clone + 'static>(_: &T) {}
    let (_server, client, double) = start();
    check(&client);
    check(&double);
    check(&DOUBLE);
}

/// A hand-written conversion that panics.
#[derive(Debug, Clone)]
struct Explosive;

impl convex_runtime::FromConvex for Explosive {
    fn from_convex(_: convex_runtime::Node<'_>) -> Result<Self, convex_runtime::Mismatch> {
        panic!("a conversion of the test panics")
    }
}

#[tokio::test]
async fn a_conversion_that_panics_leaves_nothing_pending() {
    let (server, client, _) = start();
    let handle = use_convex_action(&client, Action::<Args, Explosive>::new("math:explode"));
    let call = handle.execute(args(1.0));
    server.succeed(1.0).await;
    assert!(matches!(
        call.await,
        Err(Error::Closed {
            sent: Sent::Maybe,
            ..
        })
    ));
    assert_eq!(
        (handle.status(), handle.in_flight()),
        (CallStatus::Error, 0)
    );
}
