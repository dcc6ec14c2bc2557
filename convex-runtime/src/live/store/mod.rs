//! `Store`: what each query shows, shared by the driver, which writes, and subscriptions, which
//! read.
//!
//! One lock around all queries: a reader of several of them sees the same transition in all. No
//! code of users runs and nothing of theirs is dropped while it is held.

mod cell;
mod decode;
mod inspect;
mod layer;
mod local;
mod pages;
mod show;
mod wait;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::Waker,
};

use tokio::sync::watch;

use cell::Cell;
pub(crate) use cell::Shown;
pub(crate) use decode::decode;
pub use inspect::{InspectedQuery, QueryPhase};
use layer::Layers;
pub(crate) use layer::{Layer, LayerId, OptimisticUpdate};
pub use local::{LocalQuery, LocalStore};
pub use pages::LocalPages;

use super::{
    machine::QueryView,
    protocol::{Json, QueryOutcome},
};
use crate::{
    auth::Masked,
    ordered::{Map, Set},
    platform::{Moment, guarded},
};

/// Names a query that is subscribed to.
pub(crate) type CellId = u64;

/// The views of all queries.
#[derive(Debug, Default)]
pub(crate) struct Store {
    state: Mutex<State>,
    /// Counts what changes, for who inspects.
    changes: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct State {
    /// The number of times that the identity has changed: what is said of an earlier one is not
    /// shown.
    generation: u64,
    next: CellId,
    cells: Map<CellId, Cell>,
    by_call: Map<Key, CellId>,
    layers: Layers,
    /// Queries of which the deployment says something that does not show yet.
    touched: Set<CellId>,
    /// The number of times that that, or the updates, changed.
    staged: u64,
    /// The number of these changes that show.
    shown: u64,
    /// The preloaded results of queries that the deployment has not answered yet.
    seeds: Map<Key, Arc<QueryOutcome>>,
}

/// One of a query's subscribers. It waits in one place at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seat {
    pub(crate) cell: CellId,
    number: u32,
}

/// The path of a query, and its arguments as JSON.
type Key = (Json, Json);

/// The outcome of [`Store::subscribe`].
pub(crate) enum Joined {
    /// The query is subscribed to already.
    Known(Seat),
    /// The driver has to be told.
    New(Seat),
}

impl Store {
    pub(crate) fn new(generation: u64) -> Self {
        Self {
            state: Mutex::new(State {
                generation,
                ..State::default()
            }),
            changes: watch::Sender::default(),
        }
    }

    /// Adds a subscriber. `tell` is called for a new query, before anybody else can see it; it
    /// returns `false` if the driver has just ended, and so does the query then.
    pub(crate) fn subscribe(
        &self,
        path: &Json,
        args: &Json,
        tell: impl FnOnce(CellId) -> bool,
    ) -> Seat {
        // After the lock.
        let _change = self.changing();
        let mut old = Old::default();
        let mut state = self.lock();
        let seat = match state.join((Json::clone(path), Json::clone(args))) {
            Joined::Known(seat) => return seat,
            Joined::New(seat) => seat,
        };
        if !tell(seat.cell) {
            let key = state.cells.get_mut(&seat.cell).map(|cell| {
                cell.close(Ending::RuntimeGone, &mut old);
                cell.key.clone()
            });
            if let Some(key) = key {
                state.by_call.remove(&key);
            }
        }
        seat
    }

    /// Takes a subscriber away. `tell` is called when it was the last one.
    pub(crate) fn unsubscribe(&self, seat: Seat, tell: impl FnOnce()) {
        // A waker may be the end of a task that subscribes too, and a value may ask a handle: both
        // go after the lock.
        let _change = self.changing();
        let (_waker, gone);
        let mut state = self.lock();
        let id = seat.cell;
        let Some(cell) = state.cells.get_mut(&id) else {
            return;
        };
        _waker = cell.leave(seat.number);
        if cell.subscribers == 0 {
            gone = state.cells.remove(&id);
            if let Some(cell) = &gone
                && state.by_call.get(&cell.key) == Some(&id)
            {
                state.by_call.remove(&cell.key);
            }
            tell();
        }
    }

    /// The subscriber has gone, and its query stays for a while.
    pub(crate) fn rest(&self, seat: Seat) {
        // As in `unsubscribe`.
        let _waker;
        if let Some(cell) = self.lock().cells.get_mut(&seat.cell) {
            _waker = cell.forget(seat.number);
        }
    }

    /// Shows what one transition says, and takes the optimistic updates away that it makes true. Of
    /// another identity than the present one nothing is shown.
    pub(crate) fn update(
        &self,
        generation: u64,
        changed: impl IntoIterator<Item = (CellId, QueryView)>,
        reflected: &[LayerId],
    ) {
        self.change(|state, old| {
            if state.generation != generation {
                return;
            }
            for (id, view) in changed {
                if let Some(cell) = state.cells.get_mut(&id) {
                    if !matches!(view, QueryView::Loading) {
                        cell.seed = None;
                        state.seeds.remove(&cell.key);
                    }
                    cell.heard = Some(Moment::now());
                    cell.server = view;
                    state.touched.insert(id);
                }
            }
            state.layers.remove(reflected, old);
        });
    }

    /// Shows what a server saw of a query, as long as the deployment has not said anything.
    pub(crate) fn seed(&self, generation: u64, (path, args): (&str, &str), outcome: QueryOutcome) {
        let (key, outcome) = ((path.into(), args.into()), Arc::new(outcome));
        self.change(|state, _| {
            if state.generation != generation {
                return;
            }
            let id = state.by_call.get(&key).copied();
            if let Some((id, cell)) = id.zip(id.and_then(|id| state.cells.get_mut(&id))) {
                if !matches!(cell.server, QueryView::Loading) {
                    return;
                }
                cell.seed = Some(Arc::clone(&outcome));
                state.touched.insert(id);
            }
            state.seeds.insert(key, outcome);
        });
    }

    /// The preloaded result of a query that is not subscribed to yet.
    pub(crate) fn seeded(&self, path: &Json, args: &Json) -> Option<Arc<QueryOutcome>> {
        let key = (Json::clone(path), Json::clone(args));
        self.lock().seeds.get(&key).cloned()
    }

    /// Adds an optimistic update; it shows at once.
    pub(crate) fn add_layer(self: &Arc<Self>, update: OptimisticUpdate) -> Layer {
        let mut id = 0;
        self.change(|state, _| id = state.layers.add(update));
        Layer::new(id, Arc::clone(self))
    }

    fn remove_layer(&self, id: LayerId) {
        self.change(|state, old| state.layers.remove(&[id], old));
    }

    /// Changes what the deployment says or which updates there are, then shows what follows from
    /// that.
    fn change(&self, with: impl FnOnce(&mut State, &mut Old)) {
        let _change = self.changing();
        let mut old = Old::default();
        {
            let mut state = self.lock();
            with(&mut state, &mut old);
            state.staged += 1;
            if state.layers.is_empty() {
                state.show(Map::new(), &mut old);
                return;
            }
        }
        drop(old);
        show::show(self);
    }

    /// The view of a query.
    pub(crate) fn shown(&self, seat: Seat) -> Shown {
        self.lock()
            .cells
            .get(&seat.cell)
            .map_or(Shown::Loading, |cell| cell.shown.clone())
    }

    /// The number of times that the identity has changed.
    pub(crate) fn generation(&self) -> u64 {
        self.lock().generation
    }

    /// Nothing more will come.
    pub(crate) fn close(&self, ending: Ending) {
        let _change = self.changing();
        let mut old = Old::default();
        let mut state = self.lock();
        state.by_call.clear();
        for cell in state.cells.values_mut() {
            cell.close(ending, &mut old);
        }
    }

    /// The reason why nothing more will come for a query.
    pub(crate) fn ending(&self, seat: Seat) -> Ending {
        let state = self.lock();
        let cell = state.cells.get(&seat.cell);
        cell.and_then(Cell::ending).unwrap_or(Ending::Closed)
    }

    /// The deployment's result of a query, if it is subscribed to.
    fn server(&self, key: &Key) -> Option<Shown> {
        let state = self.lock();
        let cell = state.cells.get(state.by_call.get(key)?)?;
        Some(cell.confirmed())
    }

    /// The deployment's results of all queries of a function that are subscribed to.
    fn queries_of(&self, path: &str) -> Vec<(Key, Shown)> {
        let state = self.lock();
        let of = state.cells.values().filter(|cell| *cell.key.0 == *path);
        of.map(|cell| (cell.key.clone(), cell.confirmed()))
            .collect()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No code of users runs inside the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn join(&mut self, key: Key) -> Joined {
        if let Some(&id) = self.by_call.get(&key)
            && let Some(cell) = self.cells.get_mut(&id)
        {
            let number = cell.join();
            return Joined::Known(Seat { cell: id, number });
        }
        let id = self.next;
        self.next += 1;
        self.by_call.insert(key.clone(), id);
        let mut cell = Cell::new(key);
        // An optimistic update may have something to show already.
        let seed = self.seeds.get(&cell.key).cloned();
        cell.begin(self.layers.shown(&cell.key), seed);
        let number = cell.join();
        self.cells.insert(id, cell);
        Joined::New(Seat { cell: id, number })
    }

    /// Shows the queries that were touched, and those that optimistic updates change now or have
    /// changed.
    fn show(&mut self, overrides: Map<Key, Shown>, old: &mut Old) {
        let before = self.layers.replace(overrides);
        let keys = before.keys().chain(self.layers.changed());
        let mut touched = std::mem::take(&mut self.touched);
        touched.extend(keys.filter_map(|key| self.by_call.get(key)));
        for id in touched {
            if let Some(cell) = self.cells.get_mut(&id) {
                cell.show(self.layers.shown(&cell.key), old);
            }
        }
        old.values.extend(before.into_values());
        self.shown = self.staged;
    }
}

impl Masked for Store {
    fn mask(&self) {
        self.change(|state, old| {
            state.generation += 1;
            state.layers.clear(old);
            state.seeds.clear();
            for (id, cell) in &mut state.cells {
                cell.server = QueryView::Loading;
                cell.seed = None;
                state.touched.insert(*id);
            }
        });
    }
}

/// The values to be dropped after the lock: wakers, which may run code of users, and values of
/// users.
#[derive(Default)]
struct Old {
    wakers: Vec<Waker>,
    values: Vec<Shown>,
    updates: Vec<OptimisticUpdate>,
}

impl Drop for Old {
    /// Runs code of users, whose panics must neither end the driver nor leave others asleep.
    fn drop(&mut self) {
        self.wakers
            .drain(..)
            .for_each(|waker| guarded(|| waker.wake()));
        guarded(|| drop(std::mem::take(&mut self.values)));
        guarded(|| drop(std::mem::take(&mut self.updates)));
    }
}

/// The reason why nothing more will come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The client was closed.
    Closed,
    /// The runtime of the connection has ended.
    RuntimeGone,
}

#[cfg(test)]
mod tests;
