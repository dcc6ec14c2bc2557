//! `Wire`: the HTTP clients that make connections, one for each runtime.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use reqwest::Client;
use tokio::runtime::{Handle, Id};

use crate::Error;

/// The number of runtimes whose connections are kept.
const MOST_RUNTIMES: usize = 64;

/// The HTTP clients of one deployment, one for each runtime: a connection is served by the runtime
/// that made it, which may not run when a call in another one would use it.
pub(crate) struct Wire {
    make: Box<dyn Fn() -> Result<Client, Error> + Send + Sync>,
    clients: Mutex<Clients>,
}

struct Clients {
    /// The one that was made when the options were checked, until a runtime takes it.
    spare: Option<Client>,
    of: VecDeque<(Option<Id>, Client)>,
}

impl Wire {
    /// Makes a first client, which tells whether the options can be used.
    pub(super) fn new(
        make: impl Fn() -> Result<Client, Error> + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        let clients = Clients {
            spare: Some(make()?),
            of: VecDeque::new(),
        };
        Ok(Self {
            make: Box::new(make),
            clients: Mutex::new(clients),
        })
    }

    /// The client of the runtime that is running here.
    pub(super) fn client(&self) -> Result<Client, Error> {
        let runtime = Handle::try_current().ok().map(|handle| handle.id());
        let spare = {
            let mut clients = self.lock();
            if let Some((_, client)) = clients.of.iter().find(|(of, _)| *of == runtime) {
                return Ok(client.clone());
            }
            clients.spare.take()
        };
        // Outside of the lock: it runs code of users.
        let client = match spare {
            Some(client) => client,
            None => (self.make)()?,
        };
        let mut clients = self.lock();
        clients.of.push_back((runtime, client.clone()));
        let _oldest = (clients.of.len() > MOST_RUNTIMES).then(|| clients.of.pop_front());
        drop(clients);
        Ok(client)
    }

    fn lock(&self) -> MutexGuard<'_, Clients> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire").finish_non_exhaustive()
    }
}
