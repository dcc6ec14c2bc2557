//! The sync protocol: from a connection to a session.

mod chunk;
mod client_message;
mod mutations;
mod queries;
mod server_message;
mod session;
mod socket;

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use hyper::{
    Request, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

pub(super) use mutations::Mutations;
pub(super) use session::Command;
pub use session::Connect;

use super::{
    backend::Backend,
    http::{Answer, ClientVersion, HttpError, Valve, empty_answer},
};

/// Turns a connection into a socket, and runs its session.
pub(super) fn upgrade(
    backend: &Arc<Backend>,
    valve: &Valve,
    request: &mut Request<Incoming>,
) -> Result<Answer, HttpError> {
    let client = ClientVersion::of_socket(request.headers(), request.uri().path())?;
    client.check_supported()?;
    let headers = request.headers();
    let is_upgrade = headers
        .get(header::UPGRADE)
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"));
    let key = headers
        .get(header::SEC_WEBSOCKET_KEY)
        .filter(|key| STANDARD.decode(key).is_ok_and(|key| key.len() == 16));
    let (true, Some(key)) = (is_upgrade, key) else {
        return Err(HttpError::bad_request(
            "BadWebSocketRequest",
            "Connection header did not include 'upgrade'",
        ));
    };
    let accept = derive_accept_key(key.as_bytes());
    let longest = if client.takes_chunks() {
        backend.longest_transition
    } else {
        usize::MAX
    };
    let upgraded = hyper::upgrade::on(request);
    backend.connections.spawn(socket::run(
        backend.clone(),
        valve.clone(),
        upgraded,
        longest,
    ));

    let mut answer = empty_answer(StatusCode::SWITCHING_PROTOCOLS);
    let headers = answer.headers_mut();
    headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    let accept = HeaderValue::try_from(accept).expect("base64 is a header value");
    headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    Ok(answer)
}
