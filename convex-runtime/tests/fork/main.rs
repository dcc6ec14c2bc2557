//! Two processes that come of one by fork(2), each with the client that was made before: neither
//! the session nor a request id is the same in both.
//!
//! Not by the usual harness, whose threads a forked process would not have.

#![expect(
    clippy::unwrap_used,
    clippy::float_cmp,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says that it has run"
)]

#[cfg(unix)]
mod forked;

fn main() {
    #[cfg(unix)]
    forked::two_processes_are_two_clients();
    println!("ok");
}
