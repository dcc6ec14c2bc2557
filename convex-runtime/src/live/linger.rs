//! Lingering: a query stays subscribed for a while after its last subscriber.

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use super::{LiveLink, Seat};
use crate::platform;

impl LiveLink {
    /// Takes a subscriber away, after the time that the client lingers.
    pub(crate) fn leave(self: &Arc<Self>, seat: Seat) {
        self.leave_after(seat, self.options().linger);
    }

    /// Takes a subscriber away after so much time. A client that is dropped meanwhile does not
    /// wait for it.
    pub(crate) fn leave_after(self: &Arc<Self>, seat: Seat, time: Duration) {
        let runtime = self.runtime();
        if time.is_zero() || !runtime.is_there() {
            return self.unsubscribe(seat);
        }
        self.store().rest(seat);
        let link = Arc::downgrade(self);
        runtime.spawn(async move {
            let _ = platform::timeout(time, std::future::pending::<()>()).await;
            if let Some(link) = Weak::upgrade(&link) {
                link.unsubscribe(seat);
            }
        });
    }
}
