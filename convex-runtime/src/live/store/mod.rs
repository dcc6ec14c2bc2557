//! `Store`: what each query shows, shared by the driver, which writes, and subscriptions, which read.
//!
//! One lock around all queries: whoever reads several of them sees the same transition in all.

mod cell;
mod layer;
mod local;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
};

use cell::Cell;
pub(crate) use cell::Shown;
use layer::Layers;
pub(crate) use layer::{Layer, LayerId, OptimisticUpdate};
pub use local::LocalStore;

use super::{machine::QueryView, protocol::Json};
use crate::auth::Masked;

/// Names a query that somebody subscribes to.
pub(crate) type CellId = u64;

/// What each query shows.
#[derive(Debug, Default)]
pub(crate) struct Store {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// How often the identity has changed: what is said of an earlier one is not shown.
    generation: u64,
    next: CellId,
    cells: BTreeMap<CellId, Cell>,
    by_call: BTreeMap<Key, CellId>,
    layers: Layers,
}

/// One of a query's subscribers. It waits in one place at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seat {
    pub(crate) cell: CellId,
    number: u32,
}

/// The path of a query, and its arguments as JSON.
type Key = (Json, Json);

/// What [`Store::subscribe`] found.
pub(crate) enum Joined {
    /// Somebody subscribes already.
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
        }
    }

    /// Adds a subscriber. `tell` is called for a new query, before anybody else can see it.
    pub(crate) fn subscribe(&self, path: &Json, args: &Json, tell: impl FnOnce(CellId)) -> Seat {
        let mut state = self.lock();
        match state.join((Json::clone(path), Json::clone(args))) {
            Joined::Known(seat) => seat,
            Joined::New(seat) => {
                tell(seat.cell);
                seat
            }
        }
    }

    /// Takes a subscriber away. `tell` is called when it was the last one.
    pub(crate) fn unsubscribe(&self, seat: Seat, tell: impl FnOnce()) {
        // A waker may be the end of a task that subscribes too: it goes after the lock.
        let _waker;
        let mut state = self.lock();
        let id = seat.cell;
        let Some(cell) = state.cells.get_mut(&id) else {
            return;
        };
        _waker = cell.leave(seat.number);
        if cell.subscribers == 0 {
            if let Some(cell) = state.cells.remove(&id)
                && state.by_call.get(&cell.key) == Some(&id)
            {
                state.by_call.remove(&cell.key);
            }
            tell();
        }
    }

    /// Shows what one transition says, and takes the optimistic updates away that it makes true. Of another identity than the
    /// present one nothing is shown.
    pub(crate) fn update(
        &self,
        generation: u64,
        changed: impl IntoIterator<Item = (CellId, QueryView)>,
        reflected: &[LayerId],
    ) {
        let mut state = self.lock();
        if state.generation != generation {
            return;
        }
        let mut touched = Vec::new();
        for (id, view) in changed {
            if let Some(cell) = state.cells.get_mut(&id) {
                cell.server = view;
                touched.push(id);
            }
        }
        state.layers.remove(reflected);
        state.show(touched);
    }

    /// Adds an optimistic update; it shows at once.
    pub(crate) fn add_layer(self: &Arc<Self>, update: OptimisticUpdate) -> Layer {
        let mut state = self.lock();
        let id = state.layers.add(update);
        state.show(Vec::new());
        Layer::new(id, Arc::clone(self))
    }

    fn remove_layer(&self, id: LayerId) {
        let mut state = self.lock();
        if state.layers.remove(&[id]) {
            state.show(Vec::new());
        }
    }

    /// What a query shows, if that is another version than the one that was seen.
    pub(crate) fn poll(&self, seat: Seat, seen: u64, waker: &Waker) -> Poll<Option<(u64, Shown)>> {
        // As in `unsubscribe`.
        let _former;
        let mut state = self.lock();
        let Some(cell) = state.cells.get_mut(&seat.cell) else {
            return Poll::Ready(None);
        };
        let news = cell.after(seen);
        if news.is_pending() {
            _former = cell.wait(seat.number, waker);
        }
        news
    }

    /// What queries show, at one point in time, if any of it is another version than the one that was seen. None when nothing more
    /// will come.
    pub(crate) fn poll_together(
        &self,
        seats: &[Seat],
        seen: &[u64],
        waker: &Waker,
    ) -> Poll<Option<Vec<(u64, Shown)>>> {
        let mut former = Vec::new();
        let mut state = self.lock();
        let mut versions = Vec::with_capacity(seats.len());
        for (seat, seen) in seats.iter().zip(seen) {
            let Some(cell) = state.cells.get_mut(&seat.cell) else {
                return Poll::Ready(None);
            };
            let version = cell.after(*seen);
            if version.is_pending() {
                former.extend(cell.wait(seat.number, waker));
            }
            versions.push(version);
        }
        if versions.iter().all(Poll::is_pending) {
            return Poll::Pending;
        }
        let ended = |version: &Poll<Option<_>>| matches!(version, Poll::Ready(None));
        let news = |version: &Poll<Option<_>>| matches!(version, Poll::Ready(Some(_)));
        if versions.iter().any(ended) && !versions.iter().any(news) {
            return Poll::Ready(None);
        }
        let all = seats.iter().filter_map(|seat| state.cells.get(&seat.cell));
        Poll::Ready(Some(all.map(Cell::latest).collect()))
    }

    /// What a query shows.
    pub(crate) fn shown(&self, seat: Seat) -> Shown {
        self.lock()
            .cells
            .get(&seat.cell)
            .map_or(Shown::Loading, |cell| cell.shown.clone())
    }

    /// How often the identity has changed.
    pub(crate) fn generation(&self) -> u64 {
        self.lock().generation
    }

    /// Nothing more will come.
    pub(crate) fn close(&self) {
        let mut state = self.lock();
        state.by_call.clear();
        for cell in state.cells.values_mut() {
            cell.close();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Code of users runs inside the lock, but is not let out of it by a panic.
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
        let number = cell.join();
        self.cells.insert(id, cell);
        // An optimistic update may have something to show already.
        self.show(vec![id]);
        Joined::New(Seat { cell: id, number })
    }

    /// Shows the queries that were touched, and those that optimistic updates touch or have touched.
    fn show(&mut self, mut touched: Vec<CellId>) {
        let before = self.layers.touched();
        self.layers.apply(&self.cells, &self.by_call);
        touched.extend(
            before
                .iter()
                .chain(&self.layers.touched())
                .filter_map(|key| self.by_call.get(key)),
        );
        for id in touched {
            if let Some(cell) = self.cells.get_mut(&id) {
                let local = self.layers.shown(&cell.key);
                cell.show(local);
            }
        }
    }
}

impl Masked for Store {
    fn mask(&self) {
        let mut state = self.lock();
        state.generation += 1;
        state.layers.clear();
        let all = state.cells.keys().copied().collect();
        for cell in state.cells.values_mut() {
            cell.server = QueryView::Loading;
        }
        state.show(all);
    }
}

#[cfg(test)]
mod tests;
