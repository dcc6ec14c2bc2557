//! Logs of changes, from the first generator on: a generator that waits would see changes that are
//! made meanwhile.

use super::{
    Interpreter,
    reach::{Change, Reached},
};

/// A moment in the logs of objects, local variables and top-level names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Moment([usize; 3]);

/// A log of changes; empty before it is started.
#[derive(Debug, Default)]
pub struct Log(Option<Vec<Change>>);

impl Log {
    /// Adds a change.
    pub fn add(&mut self, change: impl FnOnce() -> Change) {
        if let Some(changes) = &mut self.0 {
            changes.push(change());
        }
    }

    fn start(&mut self) {
        self.0.get_or_insert_default();
    }

    fn changes(&self) -> &[Change] {
        self.0.as_deref().unwrap_or_default()
    }
}

impl Interpreter<'_> {
    /// Logs changes from here on.
    pub(super) fn watch(&mut self) {
        self.heap.log.start();
        self.environments.log.start();
        self.log.start();
    }

    fn logs(&self) -> [&[Change]; 3] {
        [
            self.heap.log.changes(),
            self.environments.log.changes(),
            self.log.changes(),
        ]
    }

    /// This moment.
    pub(super) fn moment(&self) -> Moment {
        Moment(self.logs().map(<[Change]>::len))
    }

    /// Returns whether something that is `reached` has changed since `moment`.
    pub(super) fn changed(&self, reached: &Reached, moment: &Moment) -> bool {
        let logs = self.logs().into_iter().zip(moment.0);
        let mut changes = logs.flat_map(|(log, start)| log.get(start..).unwrap_or_default());
        changes.any(|change| reached.contains(change))
    }
}
