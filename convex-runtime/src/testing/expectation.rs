//! `Expect`: an expected number of calls.

use std::panic::Location;

use super::{backend::Backend, lock::lock, path::FunctionPath};

/// An expected number of calls, from [`Deployment::expect`](super::Deployment::expect).
#[derive(Debug)]
#[must_use = "say how often, as with `times(1)`"]
pub struct Expect<'a> {
    pub(super) backend: &'a Backend,
    pub(super) path: FunctionPath,
}

impl Expect<'_> {
    /// Expects exactly this many calls. A failure points at this line.
    #[track_caller]
    pub fn times(self, times: usize) {
        lock(&self.backend.expectations).push(Expectation {
            path: self.path,
            times,
            at: Location::caller(),
        });
    }

    /// Expects no calls.
    #[track_caller]
    pub fn never(self) {
        self.times(0);
    }
}

#[derive(Debug)]
pub(super) struct Expectation {
    path: FunctionPath,
    times: usize,
    /// The line of the test that expects it.
    at: &'static Location<'static>,
}

/// Describes expectations that were not met; empty if all were.
pub(super) fn unmet(backend: &Backend) -> String {
    let unmet: Vec<String> = lock(&backend.expectations)
        .iter()
        .map(|expectation| (expectation, backend.journal.count(&expectation.path)))
        .filter(|(expectation, count)| *count != expectation.times)
        .map(|(expectation, count)| {
            let count = &count;
            let path = &expectation.path;
            let refused = backend
                .journal
                .refusal(path)
                .map_or(String::new(), |refusal| {
                    format!(" (one did not run: {refusal})")
                });
            format!(
                "{}: `{}` was to be called {}, and was called {}{refused}",
                expectation.at,
                path.stripped(),
                often(expectation.times),
                often(*count)
            )
        })
        .collect();
    unmet.join("; ")
}

fn often(times: usize) -> String {
    match times {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        times => format!("{times} times"),
    }
}
