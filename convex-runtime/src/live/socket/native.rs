//! Sockets by `tokio-tungstenite`, on a connection that the HTTP client has made: with its TLS, its
//! proxies and its resolver.

use std::pin::Pin;

use bytes::Bytes;
use reqwest::{
    StatusCode,
    header::{CONNECTION, HeaderMap, SEC_WEBSOCKET_ACCEPT, UPGRADE},
    header::{SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Error, Message, Utf8Bytes,
        handshake::{client::generate_key, derive_accept_key},
        protocol::{Role, WebSocketConfig},
    },
};

use super::{Deployment, OpenError, SocketEvent, watched::Watched};
use crate::transport::BoxFuture;

pub(super) type WebSocket = WebSocketStream<Watched>;

pub(super) type Text = Utf8Bytes;

pub(super) type Opening = BoxFuture<Result<WebSocket, OpenError>>;

pub(super) fn open(deployment: Deployment) -> Opening {
    Box::pin(async move {
        connect(deployment).await.map_err(|error| OpenError {
            // The cause says more than "error sending request".
            reason: crate::error::root_cause(&*error),
            refused: error.is::<Refused>(),
        })
    })
}

/// The bytes that a connection reads at once. The library's 128 KiB were most of the memory of a
/// server whose users have a connection each. Longer messages get room of their own.
const READ_AT_ONCE: usize = 16 * 1024;

type ConnectError = Box<dyn std::error::Error + Send + Sync>;

async fn connect(deployment: Deployment) -> Result<WebSocket, ConnectError> {
    let key = generate_key();
    let request = deployment
        .dialer
        .get(deployment.address.sync_url("http"))
        .header(CONNECTION, "Upgrade")
        .header(UPGRADE, "websocket")
        .header(SEC_WEBSOCKET_VERSION, "13")
        .header(SEC_WEBSOCKET_KEY, &key);
    let response = request.send().await.map_err(reqwest::Error::without_url)?;
    if response.status() != StatusCode::SWITCHING_PROTOCOLS || !accepts(response.headers(), &key) {
        return Err(Box::new(Refused(response.status())));
    }
    let connection = response.upgrade().await?;
    let limits = WebSocketConfig::default()
        .read_buffer_size(READ_AT_ONCE)
        .max_message_size(Some(deployment.max_message))
        .max_frame_size(Some(deployment.max_message));
    Ok(
        WebSocketStream::from_raw_socket(Watched::new(connection), Role::Client, Some(limits))
            .await,
    )
}

/// Something has answered, and not as a deployment does.
#[derive(Debug)]
struct Refused(StatusCode);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "the WebSocket upgrade was answered with HTTP {}; a proxy or firewall may block WebSockets",
            self.0
        )
    }
}

impl std::error::Error for Refused {}

fn accepts(headers: &HeaderMap, key: &str) -> bool {
    headers
        .get(SEC_WEBSOCKET_ACCEPT)
        .is_some_and(|accepted| accepted.as_bytes() == derive_accept_key(key.as_bytes()).as_bytes())
}

pub(super) fn message(text: String) -> Message {
    Message::text(text)
}

/// A question to which the other end's library answers.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the same signature as in browsers"
)]
pub(super) fn ping() -> Option<Message> {
    Some(Message::Ping(Bytes::new()))
}

/// Returns whether bytes have come since this was asked last.
pub(super) fn has_come(socket: &mut WebSocket) -> bool {
    socket.get_mut().has_come()
}

/// The library answers pings.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the same signature as in browsers"
)]
pub(super) fn heard(message: Message) -> Option<SocketEvent> {
    match message {
        Message::Text(text) => Some(SocketEvent::Said(text)),
        Message::Close(frame) => {
            let reason = frame
                .map(|frame| frame.reason.to_string())
                .filter(|reason| !reason.is_empty());
            let reason = reason.unwrap_or_else(|| "closed by the deployment".to_owned());
            Some(SocketEvent::Lost(reason))
        }
        // Pings, pongs, and what the protocol has no use for.
        _ => Some(SocketEvent::Alive),
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the same signature as in browsers"
)]
pub(super) fn describe(error: Error) -> String {
    error.to_string()
}

pub(super) async fn close(socket: &mut WebSocket) {
    // It is over either way.
    let _ = Pin::new(socket).get_mut().close(None).await;
}
