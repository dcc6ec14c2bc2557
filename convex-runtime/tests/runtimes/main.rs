//! Callers of all sorts: without async, on another executor, before there is a runtime, and with
//! one of their own.

#![expect(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "a test fails by panicking, and its numbers are exact"
)]

mod early;
mod order;
mod undriven;

use std::{sync::mpsc, thread, time::Duration};

use convex_runtime::{
    CallHandle, CallStatus, Client, Error, Mutation, Query, Route, Sent, blocking,
    testing::{Deployment, Identity, State},
    use_convex_mutation, use_convex_query,
};
use tokio::runtime::{Builder, Runtime};

const COUNT: Query<(), f64> = Query::new("tasks:count");
const ADD: Mutation<(), f64> = Mutation::new("tasks:add");

/// A deployment on a runtime of its own.
struct Server {
    deployment: Deployment,
    _runtime: Runtime,
}

impl Server {
    fn start() -> Self {
        let runtime = multi_thread();
        let count = State::new(0.0);
        let builder = Deployment::builder()
            .query_on(COUNT, &count, |count, ()| Ok(*count))
            .mutation_on(ADD, &count, |count, ()| {
                *count += 1.0;
                Ok(*count)
            });
        let deployment = runtime.block_on(builder.start()).unwrap();
        Self {
            deployment,
            _runtime: runtime,
        }
    }

    fn url(&self) -> String {
        self.deployment.url()
    }

    fn token(&self) -> String {
        self.deployment.token(Identity::new("ada"))
    }
}

/// Ends the test when it hangs.
fn within(seconds: u64, test: impl FnOnce() + Send + 'static) {
    let (done, ended) = mpsc::channel();
    let test = thread::spawn(move || {
        test();
        let _ = done.send(());
    });
    let ended = ended.recv_timeout(Duration::from_secs(seconds));
    assert!(ended != Err(mpsc::RecvTimeoutError::Timeout), "it hangs");
    test.join().unwrap();
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn multi_thread() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap()
}

#[test]
fn a_call_starts_where_its_future_is_polled() {
    let server = Server::start();
    for runtime in [current_thread(), multi_thread()] {
        let client = Client::new(&server.url()).unwrap();
        let add = use_convex_mutation(&client, ADD);
        // `execute` runs outside of the runtime.
        runtime.block_on(add.execute(())).unwrap();
        assert_eq!(add.status(), CallStatus::Success);
        runtime.block_on(client.mutation(ADD, ())).unwrap();
    }
    assert_eq!(
        current_thread()
            .block_on(Client::new(&server.url()).unwrap().query(COUNT, ()))
            .unwrap(),
        4.0
    );
}

#[test]
fn a_handle_and_a_subscription_made_before_the_runtime() {
    let server = Server::start();
    for runtime in [current_thread(), multi_thread()] {
        let client = Client::new(&server.url()).unwrap();
        let count = use_convex_query(&client, COUNT, ());
        let mut counts = client.subscribe(COUNT, ());
        assert_eq!(count.status(), CallStatus::Pending);
        runtime.block_on(async {
            assert_eq!(*count.loaded().await.unwrap(), 0.0);
            assert_eq!(counts.next().await.unwrap().unwrap(), 0.0);
        });
    }
}

#[test]
fn a_call_that_is_dropped_where_no_runtime_is_never_starts() {
    let server = Server::start();
    let client = Client::new(&server.url()).unwrap();
    let add = use_convex_mutation(&client, ADD);
    add.dispatch(());
    assert_eq!(add.status(), CallStatus::Error);
    assert_eq!(add.error().unwrap().sent(), Sent::No);
    let error = pollster::block_on(add.execute(())).unwrap_err();
    assert!(
        matches!(error, Error::Closed { sent: Sent::No, .. }),
        "{error}"
    );
    assert_eq!(
        current_thread().block_on(client.query(COUNT, ())).unwrap(),
        0.0
    );
}

#[test]
fn a_runtime_of_its_own_works_from_every_executor() {
    let server = Server::start();
    let own = multi_thread();
    for route in [Route::Http, Route::Socket] {
        let client = Client::builder()
            .url(server.url())
            .route(route)
            .runtime(own.handle().clone())
            .build()
            .unwrap();
        let add = use_convex_mutation(&client, ADD);
        let all = async || {
            add.execute(()).await.unwrap();
            client.mutation(ADD, ()).await.unwrap();
            client.query_batch(vec![(COUNT, ())]).await.unwrap();
            client
                .snapshot()
                .await
                .unwrap()
                .query(COUNT, ())
                .await
                .unwrap();
            let count = use_convex_query(&client, COUNT, ());
            count.loaded().await.unwrap();
        };
        pollster::block_on(all());
        smol::block_on(all());
        let elsewhere = client.clone();
        thread::spawn(move || pollster::block_on(elsewhere.mutation(ADD, ())).unwrap())
            .join()
            .unwrap();
        current_thread().block_on(client.mutation(ADD, ())).unwrap();
        pollster::block_on(client.close(Duration::from_secs(5)));
    }
    assert_eq!(
        current_thread()
            .block_on(Client::new(&server.url()).unwrap().query(COUNT, ()))
            .unwrap(),
        12.0
    );
}

#[test]
fn other_executors_without_a_runtime_are_told_what_to_do() {
    let server = Server::start();
    let client = Client::new(&server.url()).unwrap();
    let add = use_convex_mutation(&client, ADD);
    for error in [
        smol::block_on(add.execute(())).unwrap_err(),
        smol::block_on(client.mutation(ADD, ())).unwrap_err(),
        pollster::block_on(client.query(COUNT, ())).unwrap_err(),
    ] {
        assert_eq!(error.sent(), Sent::No);
        assert!(error.to_string().contains("runtime"), "{error}");
    }
    // What has waited for a runtime goes on once there is one.
    let mut counts = client.subscribe(COUNT, ());
    let waiting = smol::block_on(smol::future::poll_once(counts.next()));
    assert!(waiting.is_none());
    assert_eq!(
        current_thread().block_on(counts.next()).unwrap().unwrap(),
        0.0
    );
}

/// A value that calls when it is dropped, as one may that says goodbye; also while its runtime
/// shuts down, and on a thread that has none.
#[test]
fn calls_from_drops_and_clones_dropped_elsewhere() {
    struct Goodbye(CallHandle<(), f64>);
    impl Drop for Goodbye {
        fn drop(&mut self) {
            drop(self.0.execute(()));
            self.0.reset();
        }
    }
    let server = Server::start();
    let client = Client::new(&server.url()).unwrap();
    let add = use_convex_mutation(&client, ADD);
    for runtime in [current_thread(), multi_thread()] {
        let (goodbye, clone) = (Goodbye(add.clone()), add.clone());
        runtime.block_on(async { drop(Goodbye(clone)) });
        runtime.spawn(async move {
            std::future::pending::<()>().await;
            drop(goodbye);
        });
        runtime.block_on(tokio::task::yield_now());
        let count = use_convex_query(&client, COUNT, ());
        runtime.block_on(count.loaded()).unwrap();
        thread::spawn(move || drop(count)).join().unwrap();
        drop(runtime);
    }
    drop(Goodbye(add.clone()));
    assert_eq!(add.status(), CallStatus::Idle);
    let again = current_thread();
    again.block_on(add.execute(())).unwrap();
    again.block_on(client.close(Duration::from_secs(5)));
}

#[test]
fn without_any_async() {
    let server = Server::start();
    let client = blocking::Client::new(&server.url()).unwrap();
    let mut counts = client.subscribe(COUNT, ());
    assert_eq!(counts.next().unwrap().unwrap(), 0.0);
    assert_eq!(client.mutation(ADD, ()).unwrap(), 1.0);
    assert_eq!(counts.next().unwrap().unwrap(), 1.0);
    let add = use_convex_mutation(client.client(), ADD);
    client.wait(add.execute(())).unwrap();
    assert_eq!(client.query(COUNT, ()).unwrap(), 2.0);
    // Also inside of a runtime, and more often than the budget of a task allows.
    current_thread().block_on(async {
        for _ in 0..200 {
            client.query(COUNT, ()).unwrap();
        }
    });
    let other = client.clone();
    thread::spawn(move || other.mutation(ADD, ()).unwrap())
        .join()
        .unwrap();
}

#[test]
fn a_handle_whose_runtime_has_ended_says_so() {
    let server = Server::start();
    let client = Client::new(&server.url()).unwrap();
    let count = use_convex_query(&client, COUNT, ());
    let runtime = current_thread();
    runtime.block_on(count.loaded()).unwrap();
    drop(runtime);
    let error = count.error().unwrap();
    assert!(error.to_string().contains("runtime shut down"), "{error}");
    assert_eq!(count.data().as_deref(), Some(&0.0), "what it knew stays");
}
