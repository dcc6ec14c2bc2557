//! Runtimes that a client was given and that do not run: its calls end all the same.

use std::{
    sync::mpsc,
    time::{Duration, Instant},
};

use convex_runtime::{
    CallStatus, Client, Error, PaginatedArgs, PaginationOptions, Query, Route, Sent, ToConvex,
    Value, blocking, use_convex_mutation,
};

use super::{ADD, COUNT, Server, current_thread, multi_thread, within};

/// The deadline is that of who waits, where the runtime of the call does not keep it.
#[test]
fn a_runtime_of_its_own_that_nobody_polls() {
    within(60, || {
        let server = Server::start();
        let idle = current_thread();
        for route in [Route::Http, Route::Socket] {
            let client = Client::builder()
                .url(server.url())
                .route(route)
                .deadline(Duration::from_millis(100))
                .runtime(idle.handle().clone())
                .build()
                .unwrap();
            let callers = current_thread();
            let started = Instant::now();
            let error = callers.block_on(client.mutation(ADD, ())).unwrap_err();
            assert!(
                matches!(error, Error::Timeout { sent: Sent::No, .. }),
                "{error}"
            );
            let batch = callers.block_on(client.query_batch(vec![(COUNT, ())]));
            assert!(matches!(batch, Err(Error::Timeout { .. })));
            let snapshot = callers.block_on(client.snapshot());
            assert!(matches!(snapshot, Err(Error::Timeout { .. })));
            callers.block_on(client.close(Duration::from_millis(100)));
            assert!(
                started.elapsed() < Duration::from_secs(20),
                "{:?}",
                started.elapsed()
            );
        }
        // Now it is polled, and nothing of it runs.
        idle.block_on(async { tokio::time::sleep(Duration::from_millis(300)).await });
        let count = current_thread().block_on(Client::new(&server.url()).unwrap().query(COUNT, ()));
        assert_eq!(count.unwrap(), 0.0);
    });
}

/// A handle's call runs on its own; who waits for it keeps the time all the same.
#[test]
fn a_handle_whose_runtime_nobody_polls() {
    within(60, || {
        let server = Server::start();
        let (idle, callers) = (current_thread(), current_thread());
        for route in [Route::Http, Route::Socket] {
            let client = Client::builder()
                .url(server.url())
                .route(route)
                .deadline(Duration::from_millis(100))
                .runtime(idle.handle().clone())
                .build()
                .unwrap();
            let add = use_convex_mutation(&client, ADD);
            let error = callers.block_on(add.execute(())).unwrap_err();
            let is_over = matches!(error, Error::Timeout { sent: Sent::No, .. });
            assert!(is_over, "{error}");
            assert_eq!(error.function(), Some("tasks:add"));
            assert_eq!((add.status(), add.in_flight()), (CallStatus::Error, 0));
        }
        idle.block_on(async { tokio::time::sleep(Duration::from_millis(300)).await });
        let count = current_thread().block_on(Client::new(&server.url()).unwrap().query(COUNT, ()));
        assert_eq!(count.unwrap(), 0.0, "nothing of it runs later");
    });
}

/// The runtime of those who wait may have no timers, and there may be none.
#[test]
fn a_runtime_of_its_own_for_callers_without_a_clock() {
    within(60, || {
        let server = Server::start();
        let (own, idle) = (multi_thread(), current_thread());
        let bare = || {
            tokio::runtime::Builder::new_current_thread()
                .build()
                .unwrap()
        };
        let client = |runtime: &tokio::runtime::Runtime| {
            let options = Client::builder().url(server.url());
            let options = options.deadline(Duration::from_millis(300));
            options.runtime(runtime.handle().clone()).build().unwrap()
        };
        let (driven, waiting) = (client(&own), client(&idle));
        assert_eq!(bare().block_on(driven.mutation(ADD, ())).unwrap(), 1.0);
        let add = use_convex_mutation(&driven, ADD);
        assert_eq!(bare().block_on(add.execute(())).unwrap(), 2.0);
        let add = use_convex_mutation(&waiting, ADD);
        let ended = [
            bare().block_on(waiting.mutation(ADD, ())),
            pollster::block_on(waiting.mutation(ADD, ())),
            bare().block_on(add.execute(())),
            pollster::block_on(add.execute(())),
        ];
        for error in ended.map(Result::unwrap_err) {
            let is_over = matches!(error, Error::Timeout { sent: Sent::No, .. });
            assert!(is_over, "{error}");
        }
    });
}

#[test]
fn a_handle_whose_runtime_has_shut_down() {
    within(60, || {
        let server = Server::start();
        let gone = multi_thread();
        let client = Client::builder()
            .url(server.url())
            .runtime(gone.handle().clone())
            .build()
            .unwrap();
        drop(gone);
        let add = use_convex_mutation(&client, ADD);
        let error = current_thread().block_on(add.execute(())).unwrap_err();
        assert_eq!(error.sent(), Sent::No, "{error}");
        let shown = add.error().unwrap();
        assert_eq!(shown.to_string(), error.to_string());
        assert!(error.to_string().contains("shut down"), "{error}");
    });
}

#[test]
fn a_runtime_of_its_own_that_has_shut_down() {
    within(60, || {
        let server = Server::start();
        for route in [Route::Http, Route::Socket] {
            let gone = multi_thread();
            let client = Client::builder()
                .url(server.url())
                .route(route)
                .runtime(gone.handle().clone())
                .build()
                .unwrap();
            drop(gone);
            let error = pollster::block_on(client.mutation(ADD, ())).unwrap_err();
            assert_eq!(error.sent(), Sent::No, "{error}");
            assert!(error.to_string().contains("runtime"), "{error}");
            let add = use_convex_mutation(&client, ADD);
            pollster::block_on(add.execute(())).unwrap_err();
            assert!(!add.is_pending());
            let mut counts = client.subscribe(COUNT, ());
            assert!(pollster::block_on(counts.next()).is_none());
            pollster::block_on(client.close(Duration::from_secs(1)));
        }
    });
}

/// A callback runs on the thread that everything else of the client runs on, too.
#[test]
fn a_blocking_call_in_a_callback_would_wait_for_itself() {
    within(60, || {
        let server = Server::start();
        let client = blocking::Client::new(&server.url()).unwrap();
        let (says, said) = mpsc::channel();
        let inside = client.clone();
        let add = use_convex_mutation(client.client(), ADD).on_success(move |_, ()| {
            let mut counts = inside.subscribe(COUNT, ());
            let answers = (inside.query(COUNT, ()), counts.next().unwrap());
            says.send(answers).unwrap();
        });
        client.wait(add.execute(())).unwrap();
        let (query, first) = said.recv_timeout(Duration::from_secs(20)).unwrap();
        for error in [query.unwrap_err(), first.unwrap_err()] {
            assert_eq!(error.sent(), Sent::No);
            assert!(error.to_string().contains("callback"), "{error}");
        }
        assert_eq!(client.query(COUNT, ()).unwrap(), 1.0, "it goes on");
    });
}

/// Its connection cannot keep any time.
#[test]
fn a_runtime_without_timers() {
    within(60, || {
        let server = Server::start();
        let client = Client::new(&server.url()).unwrap();
        let bare = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()
            .unwrap();
        let mut counts = client.subscribe(COUNT, ());
        assert!(bare.block_on(counts.next()).is_none(), "it ends");
        // Another one serves the same client.
        let mut counts = client.subscribe(COUNT, ());
        let first = current_thread().block_on(counts.next());
        assert_eq!(first.unwrap().unwrap(), 0.0);
    });
}

#[derive(ToConvex)]
struct ListArgs {
    pagination_opts: PaginationOptions,
}

impl PaginatedArgs for ListArgs {
    type Rest = ();
}

const LIST: Query<ListArgs, Value> = Query::new("tasks:list");

/// Pages and preloading consist of several calls, which all run where calls run.
#[test]
fn pages_and_preloaded_queries_without_a_runtime() {
    within(60, || {
        let server = Server::start();
        let without = Client::new(&server.url()).unwrap();
        let mut pages = without.pages(LIST, (), 10);
        let error = pollster::block_on(pages.next()).unwrap().unwrap_err();
        assert!(error.to_string().contains("runtime"), "{error}");
        let error = pollster::block_on(without.preload(COUNT, ())).unwrap_err();
        assert!(error.to_string().contains("runtime"), "{error}");

        let own = multi_thread();
        let client = Client::builder()
            .url(server.url())
            .runtime(own.handle().clone())
            .build()
            .unwrap();
        let preloaded = pollster::block_on(client.preload(COUNT, ())).unwrap();
        assert_eq!(preloaded.value().unwrap(), 0.0);
        let error = pollster::block_on(client.pages(LIST, (), 10).next())
            .unwrap()
            .unwrap_err();
        assert_eq!(error.function(), Some("tasks:list"), "{error}");
    });
}

/// Connections that are kept belong to the runtime that made them.
#[test]
fn another_runtime_of_the_same_client_that_is_idle() {
    within(60, || {
        let server = Server::start();
        let client = Client::new(&server.url()).unwrap();
        let (idle, other) = (current_thread(), current_thread());
        idle.block_on(client.mutation(ADD, ())).unwrap();
        // Its connection to the deployment is kept, and served by a runtime that is not polled.
        let started = Instant::now();
        other.block_on(client.mutation(ADD, ())).unwrap();
        assert!(
            started.elapsed() < Duration::from_secs(5),
            "{:?}",
            started.elapsed()
        );
    });
}
