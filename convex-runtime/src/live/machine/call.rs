//! Calls: how they come in, and how they end.

use std::time::Duration;

use super::{CallOutcome, Life, Link, Machine, Moment, Output};
use crate::{
    Sent,
    live::protocol::{RequestId, SyncCall},
};

impl Machine {
    /// Takes in a mutation or an action, to be ended by `deadline`.
    pub(crate) fn call(&mut self, now: Moment, call: SyncCall, deadline: Duration) -> RequestId {
        self.now = now;
        let request = self.requests.issue();
        if self.life != Life::Running {
            self.outputs.push_back(Output::Settle {
                request,
                outcome: CallOutcome::Closed(Sent::No),
            });
        } else if let Some(reason) = self.refused_for_good() {
            let outcome = CallOutcome::Unauthenticated {
                reason,
                sent: Sent::No,
            };
            self.outputs.push_back(Output::Settle { request, outcome });
        } else {
            let made = now.elapsed;
            self.requests.add(request, call, (made, deadline));
        }
        request
    }

    /// Returns the reason of a refusal that is too recent to ask again. Otherwise asks the token
    /// source, if there is one, again for this call.
    fn refused_for_good(&mut self) -> Option<String> {
        let refused = self.auth.refused()?.to_owned();
        if !self.auth.ask_for_call(self.now.elapsed) {
            return Some(refused);
        }
        if let Link::Waiting { .. } = self.link {
            self.link = Link::Idle;
        }
        None
    }

    /// Withdraws a call that was not sent, because its caller has stopped waiting.
    pub(crate) fn withdraw(&mut self, request: RequestId) {
        // The caller is gone, so the outcome does not matter.
        let _outcome = self.requests.end(request, CallOutcome::Closed);
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
        let mut waited_for_token = false;
        while let Some(request) = self.requests.overdue(self.now.elapsed) {
            waited_for_token |= self.auth.credential().is_none();
            self.settle(request, CallOutcome::TimedOut);
        }
        if waited_for_token {
            // The source may hang. It costs a call its own deadline, and not those that follow
            // theirs.
            self.auth.ask_anew(self.now.elapsed);
        }
    }

    /// Ends what is left when the client closes.
    pub(super) fn finish(&mut self) {
        for request in self.requests.ids() {
            self.settle(request, CallOutcome::Closed);
        }
        self.outputs.push_back(Output::Disconnect);
        self.link = Link::Idle;
        self.life = Life::Closed;
    }
}
