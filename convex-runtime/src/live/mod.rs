//! The live transport: one WebSocket to the deployment, over which calls run and queries stay up to date.
//!
//! ```text
//! protocol    the messages, as inert data and text
//!    │
//! machine     what to do when: no IO, no clock, no randomness of its own; every schedule can be replayed
//!    │
//! driver      one task that owns the socket and does what the machine says
//! ```

#![cfg_attr(
    not(test),
    expect(dead_code, reason = "the driver that uses it comes next")
)]

mod machine;
mod protocol;
