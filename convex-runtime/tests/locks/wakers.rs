//! Wakers, writers and drops that run code of their own, or panic.

use std::{
    fmt::{self, Write},
    future::Future,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

use convex_runtime::{
    Client, Credential, Query, QueryHandle, Subscription, UploadFile, use_convex_mutation,
    use_convex_query, use_convex_upload_queue,
};

use super::{ADD, COUNT, deployment, within};

const URL: convex_runtime::Mutation<(), String> = convex_runtime::Mutation::new("files:url");

/// Asks what it is woken for, inside of the wake, as an executor that polls at once does.
struct AsksAtOnce {
    client: Client,
    handle: QueryHandle<(), f64>,
    woken: AtomicU32,
}

impl Wake for AsksAtOnce {
    fn wake(self: Arc<Self>) {
        self.woken.fetch_add(1, SeqCst);
        let _shown = (self.handle.state(), self.client.auth().borrow().status);
        let other = use_convex_query(&self.client, COUNT, ());
        let _shown = other.data();
    }
}

struct Panics(AtomicU32);

impl Wake for Panics {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, SeqCst);
        panic!("a waker of the user");
    }
}

fn poll_once<T>(future: impl Future<Output = T>, waker: &Waker) -> Poll<T> {
    pin!(future).poll(&mut Context::from_waker(waker))
}

/// Waits for its first result, then leaves a waker that waits for the next one.
async fn waits(client: &Client, waker: &Waker) -> Subscription<f64> {
    let mut counts = client.subscribe(COUNT, ());
    counts.next().await.unwrap().unwrap();
    assert!(poll_once(counts.next(), waker).is_pending());
    counts
}

#[test]
fn wakers_that_ask_and_wakers_that_panic() {
    within(60, async {
        let (server, count) = deployment().await;
        let client = Client::new(&server.url()).unwrap();
        let handle = use_convex_query(&client, COUNT, ());
        handle.loaded().await.unwrap();
        let asking_task = Arc::new(AsksAtOnce {
            client: client.clone(),
            handle: handle.clone(),
            woken: AtomicU32::new(0),
        });
        let panicking_task = Arc::new(Panics(AtomicU32::new(0)));
        let (asks, fails) = (
            Waker::from(Arc::clone(&asking_task)),
            Waker::from(Arc::clone(&panicking_task)),
        );
        let mut changes = handle.changes();
        changes.next().await.unwrap();
        assert!(poll_once(changes.next(), &asks).is_pending());
        let (_first, _second) = (waits(&client, &fails).await, waits(&client, &asks).await);
        let mut third = client.subscribe(COUNT, ());
        third.next().await.unwrap().unwrap();
        for expected in [1.0, 2.0] {
            count.update(|count| *count += 1.0);
            assert_eq!(
                third.next().await.unwrap().unwrap(),
                expected,
                "the others go on"
            );
        }
        assert!(asking_task.woken.load(SeqCst) >= 2 && panicking_task.0.load(SeqCst) >= 1);
        // Those who watch who is signed in are woken where nothing is locked either.
        let mut auth = client.auth();
        auth.mark_unchanged();
        let mut next_auth = Box::pin(auth.changed());
        let woken = asking_task.woken.load(SeqCst);
        assert!(
            next_auth
                .as_mut()
                .poll(&mut Context::from_waker(&asks))
                .is_pending()
        );
        client.set_credential(Credential::token("ann"));
        client.renew_credential(Credential::token("ann, later"));
        assert!(asking_task.woken.load(SeqCst) > woken);
    });
}

/// Those who inspect, and those who watch the connection, are woken by whatever changes either:
/// also by a handle that is given other arguments, or dropped.
#[test]
fn who_inspects_may_ask_the_handle_that_changes() {
    within(60, async {
        let (server, count) = deployment().await;
        let client = Client::new(&server.url()).unwrap();
        let handle = use_convex_query(&client, COUNT, ());
        handle.loaded().await.unwrap();
        let asking_task = Arc::new(AsksAtOnce {
            client: client.clone(),
            handle: handle.clone(),
            woken: AtomicU32::new(0),
        });
        let panicking_task = Arc::new(Panics(AtomicU32::new(0)));
        let (asks, fails) = (
            Waker::from(Arc::clone(&asking_task)),
            Waker::from(Arc::clone(&panicking_task)),
        );
        let (mut one, mut other) = (client.inspections(), client.inspections());
        let waits = |inspections: &mut convex_runtime::Inspections, waker| {
            while poll_once(inspections.next(), waker).is_ready() {}
        };
        for args in [None, Some(())] {
            waits(&mut one, &asks);
            handle.set_args(args);
        }
        let mut counts = client.subscribe(COUNT, ());
        counts.next().await.unwrap().unwrap();
        waits(&mut other, &fails);
        count.update(|count| *count += 1.0);
        assert_eq!(counts.next().await.unwrap().unwrap(), 1.0);
        let mut connection = client.connection();
        connection.mark_unchanged();
        let mut change = Box::pin(connection.changed());
        let polled = change.as_mut().poll(&mut Context::from_waker(&fails));
        assert!(polled.is_pending());
        server.disconnect().await;
        count.update(|count| *count += 1.0);
        assert_eq!(counts.next().await.unwrap().unwrap(), 2.0, "it goes on");
        assert!(asking_task.woken.load(SeqCst) >= 2 && panicking_task.0.load(SeqCst) >= 1);
    });
}

/// A task that waits for a queue of uploads may add to it inside of the wake.
#[test]
fn a_queue_that_is_asked_inside_of_a_wake() {
    struct Adds(convex_runtime::UploadQueue<()>, AtomicU32);
    impl Wake for Adds {
        fn wake(self: Arc<Self>) {
            if self.1.fetch_add(1, SeqCst) == 0 {
                self.0
                    .add((), "again", UploadFile::new(vec![1], "text/plain"));
            }
        }
    }
    within(60, async {
        let client = Client::new("http://127.0.0.1:9").unwrap();
        let queue = use_convex_upload_queue(&client, URL);
        let waker = Waker::from(Arc::new(Adds(queue.clone(), AtomicU32::new(0))));
        let mut watch = queue.subscribe();
        let mut changed = Box::pin(watch.changed());
        assert!(
            changed
                .as_mut()
                .poll(&mut Context::from_waker(&waker))
                .is_pending()
        );
        queue.add((), "first", UploadFile::new(vec![1], "text/plain"));
        let state = tokio::time::timeout(Duration::from_secs(20), queue.finished())
            .await
            .unwrap();
        assert_eq!(state.items.len(), 2);
    });
}

/// A writer that asks the handle whose `Debug` it is given.
struct Asks<F: Fn()>(F);

impl<F: Fn()> Write for Asks<F> {
    fn write_str(&mut self, _: &str) -> fmt::Result {
        (self.0)();
        Ok(())
    }
}

#[test]
fn writers_that_change_what_they_print() {
    within(30, async {
        let client = Client::new("http://127.0.0.1:9").unwrap();
        let add = use_convex_mutation(&client, ADD);
        write!(Asks(|| add.reset()), "{add:?}").unwrap();
        let queue = use_convex_upload_queue(&client, URL);
        write!(Asks(|| queue.clear_finished()), "{queue:?}").unwrap();
        let count = use_convex_query(&client, COUNT, ());
        write!(Asks(|| count.set_args(())), "{count:?}").unwrap();
        let signed = || client.set_credential(Credential::token("ann"));
        write!(Asks(signed), "{client:?}").unwrap();
    });
}

/// A result whose decoding panics ends its own call, and nothing else.
#[test]
fn decoding_that_panics() {
    #[derive(Debug, Clone)]
    struct Bad;
    impl convex_runtime::FromConvex for Bad {
        fn from_convex(_: convex_runtime::Node<'_>) -> Result<Self, convex_runtime::Mismatch> {
            panic!("a decoder of the user")
        }
    }
    const BAD: Query<(), Bad> = Query::new("tasks:count");
    const BAD_ADD: convex_runtime::Mutation<(), Bad> = convex_runtime::Mutation::new("tasks:add");
    within(60, async {
        let (server, count) = deployment().await;
        let client = Client::new(&server.url()).unwrap();
        let mut counts = client.subscribe(COUNT, ());
        counts.next().await.unwrap().unwrap();
        let bad = tokio::spawn(client.query(BAD, ()));
        assert!(bad.await.unwrap_err().is_panic());
        let call = use_convex_mutation(&client, BAD_ADD);
        call.execute(()).await.unwrap_err();
        assert!(!call.is_pending() && call.error().is_some());
        let mut bad = client.subscribe(BAD, ());
        let bad = tokio::spawn(async move { bad.next().await.is_some() });
        assert!(bad.await.unwrap_err().is_panic());
        count.update(|count| *count = 7.0);
        while counts.next().await.unwrap().unwrap() != 7.0 {}
    });
}
