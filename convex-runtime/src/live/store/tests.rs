//! The store: what subscribers see, and when.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Poll, Wake, Waker},
};

use super::{CellId, Json, LocalStore, QueryView, Seat, Shown, Store};
use crate::{Query, auth::Masked, live::QueryOutcome};

const COUNT: Query<(), f64> = Query::new("tasks:count");

impl Store {
    /// The queries that are subscribed to, in the order in which they were, and their arguments.
    pub(crate) fn queries(&self) -> Vec<(CellId, Json)> {
        let state = self.lock();
        let cells = state.cells.iter();
        cells
            .map(|(&id, cell)| (id, Json::clone(&cell.key.1)))
            .collect()
    }
}

#[derive(Default)]
struct Woken(AtomicUsize);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn view(value: &str) -> QueryView {
    QueryView::Ready(Arc::new(QueryOutcome::Value {
        value: value.into(),
        logs: vec![],
    }))
}

fn count(store: &Store, seat: Seat) -> Option<f64> {
    super::decode(COUNT.reference(), &store.shown(seat)).map(Result::unwrap)
}

fn subscribed() -> (Arc<Store>, Seat) {
    let store = Arc::new(Store::new(0));
    let seat = store.subscribe(&"tasks:count".into(), &"{}".into(), |_| true);
    store.update(0, [(seat.cell, view("1.0"))], &[]);
    (store, seat)
}

fn add_one(store: &mut LocalStore<'_>) {
    if let Some(count) = store.get(COUNT, &()) {
        store.set(COUNT, &(), count + 1.0);
    }
}

#[test]
fn optimistic_updates_show_on_top_of_each_other_and_of_new_results() {
    let (store, seat) = subscribed();
    let first = store.add_layer(Arc::new(add_one));
    let second = store.add_layer(Arc::new(add_one));
    assert_eq!(count(&store, seat), Some(3.0));
    store.update(0, [(seat.cell, view("10.0"))], &[]);
    assert_eq!(
        count(&store, seat),
        Some(12.0),
        "somebody else has changed it"
    );
    store.update(0, [(seat.cell, view("11.0"))], &[first.id()]);
    assert_eq!(
        count(&store, seat),
        Some(12.0),
        "the first is true now: nothing flickers"
    );
    drop(second);
    assert_eq!(count(&store, seat), Some(11.0), "the second has failed");
    drop(first);
    assert_eq!(count(&store, seat), Some(11.0));
}

#[test]
fn an_optimistic_update_that_panics_is_taken_back_alone() {
    let (store, seat) = subscribed();
    let _good = store.add_layer(Arc::new(add_one));
    let _bad = store.add_layer(Arc::new(|_| panic!("a bug of the user")));
    assert_eq!(count(&store, seat), Some(2.0));
}

/// A value that asks the store when it is dropped, as one may that holds a handle.
#[derive(Clone)]
struct Asks(Arc<Store>, Seat);

impl Drop for Asks {
    fn drop(&mut self) {
        let _shown = self.0.shown(self.1);
    }
}

#[test]
fn updates_may_ask_the_store_and_what_they_hold_may_too() {
    const VALUE: Query<(), Asks> = Query::new("tasks:count");
    let (store, seat) = subscribed();
    for _ in 0..3 {
        let asks = Asks(Arc::clone(&store), seat);
        let update = move |local: &mut LocalStore<'_>| {
            let _shown = asks.0.shown(asks.1);
            let _subscribed = asks
                .0
                .subscribe(&"tasks:other".into(), &"{}".into(), |_| true);
            local.set(VALUE, &(), asks.clone());
        };
        let layer = store.add_layer(Arc::new(update));
        store.update(0, [(seat.cell, view("2.0"))], &[layer.id()]);
    }
    assert_eq!(count(&store, seat), Some(2.0));
    let asks = Asks(Arc::clone(&store), seat);
    let _layer = store.add_layer(Arc::new(move |local| local.set(VALUE, &(), asks.clone())));
    store.mask();
    store.unsubscribe(seat, || {});
}

#[test]
fn an_update_that_adds_another_one_ends() {
    let (store, seat) = subscribed();
    let layers = Arc::new(std::sync::Mutex::new(Vec::new()));
    let (inner, kept) = (Arc::clone(&store), Arc::clone(&layers));
    let update = move |_: &mut LocalStore<'_>| {
        let layer = inner.add_layer(Arc::new(add_one));
        kept.lock().unwrap().push(layer);
    };
    let layer = store.add_layer(Arc::new(update));
    assert!(count(&store, seat) >= Some(1.0));
    drop((layer, layers));
}

#[test]
fn results_that_come_while_an_update_runs_are_not_lost() {
    let (store, seat) = subscribed();
    let other = Arc::clone(&store);
    let once = AtomicUsize::new(0);
    let _layer = store.add_layer(Arc::new(move |local| {
        add_one(local);
        if once.fetch_add(1, Ordering::Relaxed) == 0 {
            let other = Arc::clone(&other);
            let writes = move || other.update(0, [(seat.cell, view("10.0"))], &[]);
            std::thread::spawn(writes).join().unwrap();
        }
    }));
    assert_eq!(count(&store, seat), Some(11.0));
}

#[test]
fn a_change_of_identity_hides_everything_at_once() {
    let (store, seat) = subscribed();
    let _layer = store.add_layer(Arc::new(add_one));
    store.mask();
    assert!(matches!(store.shown(seat), Shown::Loading));
    store.update(0, [(seat.cell, view("5.0"))], &[]);
    assert!(
        matches!(store.shown(seat), Shown::Loading),
        "it is the former identity's"
    );
    store.update(1, [(seat.cell, view("6.0"))], &[]);
    assert_eq!(count(&store, seat), Some(6.0));
}

#[test]
fn subscribers_are_woken_by_differences_only() {
    let (store, seat) = subscribed();
    let woken = Arc::new(Woken::default());
    let waker = Waker::from(Arc::clone(&woken));
    let Poll::Ready(Some((seen, _))) = store.poll(seat, 0, &waker) else {
        panic!("it has a value")
    };
    for _ in 0..3 {
        assert!(store.poll(seat, seen, &waker).is_pending());
    }
    store.update(0, [(seat.cell, view("1.0"))], &[]);
    assert_eq!(woken.0.load(Ordering::Relaxed), 0);
    store.update(0, [(seat.cell, view("2.0"))], &[]);
    assert_eq!(woken.0.load(Ordering::Relaxed), 1);
    store.close(super::Ending::Closed);
    assert!(
        matches!(store.poll(seat, seen, &waker), Poll::Ready(Some(_))),
        "what is unseen comes first"
    );
    assert!(matches!(
        store.poll(seat, seen + 1, &waker),
        Poll::Ready(None)
    ));
}

#[test]
fn the_last_subscriber_ends_a_query() {
    let (store, seat) = subscribed();
    let again = store.subscribe(&"tasks:count".into(), &"{}".into(), |_| {
        panic!("it is known")
    });
    assert_eq!(again.cell, seat.cell);
    store.unsubscribe(again, || panic!("one is left"));
    let mut told = false;
    store.unsubscribe(seat, || told = true);
    assert!(told);
    assert!(matches!(
        store.poll(seat, 0, Waker::noop()),
        Poll::Ready(None)
    ));
}

/// A task whose end looks at the store.
struct Ending(Arc<Store>, Seat);

impl Wake for Ending {
    fn wake(self: Arc<Self>) {}
}

impl Drop for Ending {
    fn drop(&mut self) {
        let _shown = self.0.shown(self.1);
    }
}

#[test]
fn the_last_waker_of_a_task_is_dropped_outside_of_the_lock() {
    let (store, seat) = subscribed();
    let wait = || {
        let waker = Waker::from(Arc::new(Ending(Arc::clone(&store), seat)));
        assert!(store.poll(seat, 1, &waker).is_pending());
        assert!(store.poll_together(&[seat], &[1], &waker).is_pending());
    };
    wait();
    wait();
    store.unsubscribe(seat, || {});
}

#[test]
fn who_does_not_wait_any_more_is_forgotten() {
    let (store, seat) = subscribed();
    let other = store.subscribe(&"tasks:count".into(), &"{}".into(), |_| true);
    let waiting = |seat, woken: &Arc<Woken>| {
        let waker = Waker::from(Arc::clone(woken));
        let Poll::Ready(Some((seen, _))) = store.poll(seat, 0, &waker) else {
            panic!("it has a value")
        };
        assert!(store.poll(seat, seen, &waker).is_pending());
    };
    let (first, second, third) = <(Arc<Woken>, Arc<Woken>, Arc<Woken>)>::default();
    waiting(seat, &first);
    waiting(other, &third);
    waiting(seat, &second);
    assert_eq!(Arc::strong_count(&first), 1, "it waits in another task now");
    store.unsubscribe(seat, || panic!("one is left"));
    assert_eq!(Arc::strong_count(&second), 1);
    store.update(0, [(other.cell, view("2.0"))], &[]);
    let woken = [&first, &second, &third].map(|woken| woken.0.load(Ordering::Relaxed));
    assert_eq!(woken, [0, 0, 1]);
}
