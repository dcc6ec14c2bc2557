//! Calls: how they come in, and how they end.

use std::time::Duration;

use super::{CallOutcome, Life, Machine, Moment, Output};
use crate::{
    Sent,
    live::protocol::{Call, RequestId},
};

impl Machine {
    /// Takes in a mutation or an action, to be ended by `deadline`.
    pub(crate) fn call(&mut self, now: Moment, call: Call, deadline: Duration) -> RequestId {
        self.now = now;
        let request = self.requests.issue();
        if self.life != Life::Running {
            self.outputs.push_back(Output::Settle {
                request,
                outcome: CallOutcome::Closed(Sent::No),
            });
        } else if let Some(reason) = self.auth.refused() {
            let outcome = CallOutcome::Unauthenticated {
                reason: reason.to_owned(),
                sent: Sent::No,
            };
            self.outputs.push_back(Output::Settle { request, outcome });
        } else {
            self.requests.add(request, call, deadline);
        }
        request
    }

    /// Ends a call: as a success if it is known to have succeeded, else as `otherwise` says.
    pub(super) fn settle(
        &mut self,
        request: RequestId,
        otherwise: impl FnOnce(Sent) -> CallOutcome,
    ) {
        if let Some(outcome) = self.requests.end(request, otherwise) {
            self.outputs.push_back(Output::Settle { request, outcome });
        }
    }

    /// Ends all calls that have reached their deadline.
    pub(super) fn settle_overdue(&mut self) {
        while let Some(request) = self.requests.overdue(self.now.elapsed) {
            self.settle(request, CallOutcome::TimedOut);
        }
    }

    /// Ends what is left when the client closes.
    pub(super) fn finish(&mut self) {
        for request in self.requests.ids() {
            self.settle(request, CallOutcome::Closed);
        }
        self.outputs.push_back(Output::Disconnect);
        self.link = super::Link::Idle;
        self.life = Life::Closed;
    }
}
