//! `Watch`: waits until files below folders change.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver},
    time::Duration,
};

use notify_debouncer_mini::{
    DebounceEventResult, Debouncer, new_debouncer,
    notify::{RecommendedWatcher, RecursiveMode},
};

use crate::failure::{Failure, Outcome};

/// Changes at most this far apart count as one: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(20);

/// The interval at which missing folders are looked for.
const AGAIN: Duration = Duration::from_millis(500);

/// Files that are watched. Folders are watched and not files, since editors replace files.
pub(crate) struct Watch {
    debouncer: Debouncer<RecommendedWatcher>,
    changes: Receiver<BTreeSet<PathBuf>>,
    folders: BTreeSet<PathBuf>,
}

impl Watch {
    pub(crate) fn new() -> Outcome<Self> {
        let (sender, changes) = mpsc::channel();
        let debouncer = new_debouncer(QUIET, move |event: DebounceEventResult| {
            let paths = event.unwrap_or_default().into_iter();
            // The other end is gone when the command ends.
            let _sent = sender.send(paths.map(|event| event.path).collect());
        })
        .map_err(|error| Failure::Text(format!("cannot watch files: {error}")))?;
        Ok(Self {
            debouncer,
            changes,
            folders: BTreeSet::new(),
        })
    }

    /// Watches the folders of `files`, or their nearest ancestors that exist, and no others.
    pub(crate) fn follow<'a>(&mut self, files: impl Iterator<Item = &'a Path>) {
        let folders: BTreeSet<PathBuf> = files.filter_map(existing_folder).collect();
        let watcher = self.debouncer.watcher();
        for folder in self.folders.difference(&folders) {
            // It may be gone.
            let _ = watcher.unwatch(folder);
        }
        // Those of before too: a folder may have been removed and made again, as a change of
        // branches does.
        self.folders = folders
            .into_iter()
            .filter(|folder| watcher.watch(folder, RecursiveMode::NonRecursive).is_ok())
            .collect();
    }

    /// Waits until something changes; returns the files, none of them if folders came back.
    pub(crate) fn wait(&mut self) -> BTreeSet<PathBuf> {
        loop {
            match self.changes.recv_timeout(AGAIN) {
                Ok(mut paths) => {
                    while let Ok(more) = self.changes.try_recv() {
                        paths.extend(more);
                    }
                    return paths;
                }
                Err(_) if self.folders.iter().all(|folder| folder.is_dir()) => {}
                Err(_) => return BTreeSet::new(),
            }
        }
    }
}

fn existing_folder(path: &Path) -> Option<PathBuf> {
    let folder = path.ancestors().find(|ancestor| ancestor.is_dir())?;
    Some(if folder.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        folder.to_owned()
    })
}
