//! The client over a real socket: subscriptions, calls, reconnects and the end.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::float_cmp,
    reason = "a test fails by panicking, and its numbers are exact"
)]

mod admin;
mod auth;
mod batch;
mod blocked;
mod connection;
mod deployment;
mod faults;
mod hanging;
mod inspect;
mod linger;
mod local_pages;
mod loopback;
mod metronome;
mod nonsense;
mod optimistic;
mod paginated;
mod preload;
mod query;
mod reconnect;
mod schedules;
mod sent;
mod session;
mod set;
mod signed_in;
mod slow;
mod sources;
mod storage;
mod subscribe;
mod upload;
mod upload_queue;
mod upload_table;
mod wake;
