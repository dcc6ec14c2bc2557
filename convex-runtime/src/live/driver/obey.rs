//! Outputs: performs the machine's requests.

use tokio::sync::oneshot;

use super::{Command, Driver};
use crate::{
    answer,
    auth::{self, Need},
    live::{
        call::Waiting,
        machine::{FetchId, Output, QueryView, Standing},
        protocol::{ClientMessage, QueryId},
        socket::Socket,
    },
    platform,
};

impl Driver {
    /// Does all that the machine asks for.
    pub(super) fn obey(&mut self) {
        while let Some(output) = self.machine.poll() {
            match output {
                Output::Connect => self.socket = Socket::open(&self.target),
                // Saying goodbye to a deployment that does not answer would wait for nothing.
                Output::Disconnect if !self.machine.is_closed() => self.socket = Socket::None,
                Output::Send(message) => self.send(&message),
                Output::Disconnect => {}
                Output::Ping => self.socket.ping(),
                Output::FetchToken {
                    fetch,
                    force_refresh,
                } => {
                    let need = if force_refresh {
                        Need::Fresh
                    } else {
                        Need::Any
                    };
                    self.fetch_token(fetch, need);
                }
                Output::Update(update) => {
                    self.trace_log_lines(&update.changed);
                    let cells = &self.queries;
                    let changed = update
                        .changed
                        .into_iter()
                        .filter_map(|(query, view)| Some((*cells.get(&query)?, view)));
                    let layer = |request| {
                        self.calls
                            .get(request)?
                            .layer
                            .as_ref()
                            .map(|layer| layer.id())
                    };
                    let reflected: Vec<_> = update.reflected.iter().filter_map(layer).collect();
                    self.store.update(self.generation, changed, &reflected);
                }
                Output::Settle { request, outcome } => {
                    if let Some(waiting) = self.calls.remove(&request) {
                        waiting.end(outcome, self.machine.trouble());
                    }
                }
            }
        }
        match self.machine.standing() {
            Standing::Unknown => {}
            Standing::Accepted => self.identity.auth().confirmed(self.generation),
            Standing::Refused(reason) => {
                self.identity.auth().refreshing(self.generation, reason);
            }
            Standing::GivenUp(reason) => self.identity.auth().refused(self.generation, reason),
        }
        let (state, oldest) = (self.machine.state(), self.machine.oldest_call());
        // Those who watch may have wakers of their own.
        platform::guarded(|| {
            self.state.send_if_modified(|known| {
                let times = (self.started, platform::Moment::now());
                let state = state.following(known, times, oldest);
                let is_new = *known != state;
                *known = state;
                is_new
            });
        });
    }

    fn trace_log_lines(&self, changed: &[(QueryId, QueryView)]) {
        if !self.traces_log_lines {
            return;
        }
        for (query, view) in changed {
            if let (QueryView::Ready(outcome), Some(path)) = (view, self.machine.path(*query)) {
                answer::trace_log_lines(path, outcome.logs());
            }
        }
    }

    fn send(&mut self, message: &ClientMessage) {
        if let ClientMessage::Call { request, .. } = message {
            let waits = |waiting: &Waiting| waiting.progress.leaves_by_socket();
            if !self.calls.get(request).is_some_and(waits) {
                // Its caller has gone, or was told that it was not sent.
                self.calls.remove(request);
                return self.machine.withdraw(*request);
            }
        }
        let component = self.component.as_deref();
        self.socket.say(message.encode(component));
    }

    /// Asks the token source in a task of its own: it may take its time, and may use this very
    /// client.
    fn fetch_token(&mut self, fetch: FetchId, need: Need<'static>) {
        let (Some(keeper), Some(commands)) = (self.tokens.clone(), self.answers.upgrade()) else {
            return;
        };
        let (mut wanted, fetching) = oneshot::channel::<()>();
        platform::spawn(async move {
            let answer = platform::unless(keeper.credential(need), wanted.closed()).await;
            if let Some(token) = answer.map(auth::token) {
                // The driver may have ended.
                let _ = commands.send(Command::Token { fetch, token });
            }
        });
        // The former one goes, and so does its task.
        self.fetching = Some(fetching);
    }
}
