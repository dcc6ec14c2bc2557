//! Sockets by `tokio-tungstenite`, on a connection that the HTTP client has made: with its TLS, its proxies and its resolver.

use std::pin::Pin;

use reqwest::{
    StatusCode, Upgraded,
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

use super::{Deployment, SocketEvent};
use crate::transport::BoxFuture;

/// A transition holds many results of 16 MiB each, and text makes them longer.
const MAX_MESSAGE: usize = 1024 * 1024 * 1024;

pub(super) type WebSocket = WebSocketStream<Upgraded>;

pub(super) type Text = Utf8Bytes;

pub(super) type Opening = BoxFuture<Result<WebSocket, String>>;

pub(super) fn open(deployment: Deployment) -> Opening {
    Box::pin(async move {
        connect(deployment).await.map_err(|error| {
            // The causes say more than "error sending request".
            let mut text = format!("could not connect: {error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                text.push_str(": ");
                text.push_str(&error.to_string());
                cause = error.source();
            }
            text
        })
    })
}

type ConnectError = Box<dyn std::error::Error + Send + Sync>;

async fn connect(deployment: Deployment) -> Result<WebSocket, ConnectError> {
    let key = generate_key();
    let request = deployment
        .http
        .get(deployment.sync_url("http")?)
        .header(CONNECTION, "Upgrade")
        .header(UPGRADE, "websocket")
        .header(SEC_WEBSOCKET_VERSION, "13")
        .header(SEC_WEBSOCKET_KEY, &key);
    let response = request.send().await.map_err(reqwest::Error::without_url)?;
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        return Err(format!("the answer is {}", response.status()).into());
    }
    if !accepts(response.headers(), &key) {
        return Err("the answer is not that of a WebSocket server".into());
    }
    let connection = response.upgrade().await?;
    let limits = WebSocketConfig::default()
        .max_message_size(Some(MAX_MESSAGE))
        .max_frame_size(Some(MAX_MESSAGE));
    Ok(WebSocketStream::from_raw_socket(connection, Role::Client, Some(limits)).await)
}

fn accepts(headers: &HeaderMap, key: &str) -> bool {
    headers
        .get(SEC_WEBSOCKET_ACCEPT)
        .is_some_and(|accepted| accepted.as_bytes() == derive_accept_key(key.as_bytes()).as_bytes())
}

pub(super) fn message(text: String) -> Message {
    Message::text(text)
}

/// None for what the protocol has no use for. The library answers pings.
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
        _ => None,
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
