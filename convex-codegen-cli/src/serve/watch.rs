//! `Watch`: tells when something changes in the folders that functions are made of.

use std::{collections::BTreeSet, path::PathBuf, time::Duration};

use notify_debouncer_mini::{
    DebounceEventResult, Debouncer, new_debouncer,
    notify::{Error as NotifyError, ErrorKind, RecommendedWatcher, RecursiveMode},
};

use super::error::Error;

/// Changes at most this far apart count as one: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(50);

/// The folders that are watched, until it is dropped.
#[derive(Debug)]
pub(super) struct Watch {
    debouncer: Debouncer<RecommendedWatcher>,
    folders: BTreeSet<PathBuf>,
}

/// The result of watching other folders.
#[derive(Debug, Default)]
pub(super) struct Followed {
    /// `true` if some are new: their files may have changed before they were watched.
    pub grew: bool,
    /// The reason that some are not watched.
    pub problem: Option<String>,
}

impl Watch {
    /// Creates a watch without folders. `changed` runs on its own thread.
    pub(super) fn new(changed: impl Fn() + Send + 'static) -> Result<Self, Error> {
        // An error may mean that a folder went away, which is a change.
        let debouncer = new_debouncer(QUIET, move |_: DebounceEventResult| changed());
        Ok(Self {
            debouncer: debouncer
                .map_err(|error| Error::System(format!("cannot watch files: {error}")))?,
            folders: BTreeSet::new(),
        })
    }

    /// Watches these folders, and no others.
    pub(super) fn follow(&mut self, folders: BTreeSet<PathBuf>) -> Followed {
        let mut followed = Followed::default();
        let watcher = self.debouncer.watcher();
        for folder in self.folders.difference(&folders) {
            // It may be gone.
            let _unwatched = watcher.unwatch(folder);
        }
        for folder in &folders {
            // Also those of before: a folder may have been removed and made again.
            match watcher.watch(folder, RecursiveMode::NonRecursive) {
                Ok(()) => followed.grew |= !self.folders.contains(folder),
                Err(NotifyError {
                    kind: ErrorKind::PathNotFound,
                    ..
                }) => {}
                Err(error) => {
                    let folder = folder.display();
                    followed.problem =
                        Some(format!("`{folder}` cannot be watched for changes: {error}"));
                }
            }
        }
        self.folders = folders;
        followed
    }
}
