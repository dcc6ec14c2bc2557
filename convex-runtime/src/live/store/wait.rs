//! Waiting for the views of queries to become others.

use std::task::{Poll, Waker};

use super::{Cell, Seat, Shown, Store};

impl Store {
    /// The view of a query, if it is another version than the one that was seen.
    pub(crate) fn poll(&self, seat: Seat, seen: u64, waker: &Waker) -> Poll<Option<(u64, Shown)>> {
        // As in `unsubscribe`; a copy of a waker may be made by code of users too.
        let _former;
        let mut waker = Some(waker.clone());
        let mut state = self.lock();
        let Some(cell) = state.cells.get_mut(&seat.cell) else {
            return Poll::Ready(None);
        };
        let news = cell.after(seen);
        if news.is_pending() {
            _former = waker.take().and_then(|waker| cell.wait(seat.number, waker));
        }
        news
    }

    /// The views of queries, at one point in time, if any of them is another version than the one
    /// that was seen. None when nothing more will come.
    pub(crate) fn poll_together(
        &self,
        seats: &[Seat],
        seen: &[u64],
        waker: &Waker,
    ) -> Poll<Option<Vec<(u64, Shown)>>> {
        let mut former = Vec::new();
        let mut wakers = vec![waker.clone(); seats.len()];
        let mut state = self.lock();
        let mut versions = Vec::with_capacity(seats.len());
        for (seat, seen) in seats.iter().zip(seen) {
            let Some(cell) = state.cells.get_mut(&seat.cell) else {
                return Poll::Ready(None);
            };
            let version = cell.after(*seen);
            if version.is_pending() {
                let waker = wakers.pop();
                former.extend(waker.and_then(|waker| cell.wait(seat.number, waker)));
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
}
