//! The events of a `CallState`. Pure: no clock, no IO, no lock.
//!
//! | event | effect |
//! |---|---|
//! | a call starts | pending; the error is cleared, the data is kept |
//! | the latest call succeeds | success; data is set |
//! | the latest call fails | error; error is set, data is kept |
//! | an earlier call ends | nothing |
//! | reset | idle; data and error are cleared; calls on their way have become earlier ones |
//! | the identity changes | as reset; and callers that wait for a call on its way get `IdentityChanged` |

use std::sync::Arc;

use super::{CallState, CallStatus};
use crate::Error;

/// The machine's memory of calls.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Calls {
    /// The number of the latest call or reset.
    latest: u64,
    /// The number of times that the identity has changed.
    identity: u64,
    pub(super) in_flight: usize,
}

/// A call that has started.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ticket {
    number: u64,
    identity: u64,
}

/// The meaning of the end of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Settled {
    /// It was the latest: state has changed, callbacks follow.
    Committed,
    /// A later call or a reset has overtaken it: only its own caller hears of it.
    Overtaken,
    /// The identity has changed: its result is hidden.
    Retired,
}

impl<Returns> CallState<Returns> {
    pub(super) fn start(&mut self) -> Ticket {
        self.calls.latest += 1;
        self.calls.in_flight += 1;
        self.status = CallStatus::Pending;
        self.error = None;
        Ticket {
            number: self.calls.latest,
            identity: self.calls.identity,
        }
    }

    pub(super) fn settle(
        &mut self,
        ticket: Ticket,
        outcome: Result<&Arc<Returns>, &Arc<Error>>,
    ) -> Settled {
        self.calls.in_flight -= 1;
        if ticket.identity != self.calls.identity {
            return Settled::Retired;
        }
        let latest = ticket.number == self.calls.latest;
        match outcome {
            Err(error) if matches!(**error, Error::IdentityChanged) => {
                // The client noticed before the handle did. Nothing may stay pending.
                if latest {
                    self.reset();
                }
                return Settled::Retired;
            }
            _ if !latest => return Settled::Overtaken,
            Ok(data) => {
                self.status = CallStatus::Success;
                self.data = Some(Arc::clone(data));
            }
            Err(error) => {
                self.status = CallStatus::Error;
                self.error = Some(Arc::clone(error));
            }
        }
        Settled::Committed
    }

    pub(super) fn reset(&mut self) {
        self.calls.latest += 1;
        self.status = CallStatus::Idle;
        self.data = None;
        self.error = None;
    }

    pub(super) fn change_identity(&mut self) {
        self.reset();
        self.calls.identity += 1;
    }
}

#[cfg(test)]
mod tests;
