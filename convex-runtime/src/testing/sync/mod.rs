//! The sync protocol.

use hyper::{Request, body::Incoming};

use super::{
    backend::Backend,
    http::{Answer, HttpError, Valve},
};

/// Turns a connection into a socket.
pub(super) fn upgrade(
    _backend: &Backend,
    _valve: &Valve,
    _request: &mut Request<Incoming>,
) -> Result<Answer, HttpError> {
    Err(HttpError::bad_request("NotYet", "no sync"))
}
