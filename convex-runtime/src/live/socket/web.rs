//! Sockets of a browser.

use std::{
    future::{Future, poll_fn},
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;
use futures_sink::Sink;
pub(super) use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, WebSocketError};

use super::{Deployment, OpenError, SocketEvent};

pub(super) type Text = String;

pub(super) type Opening = Pin<Box<dyn Future<Output = Result<WebSocket, OpenError>>>>;

/// A browser sends no headers of ours: the deployment takes the client for an unknown one.
pub(super) fn open(deployment: Deployment) -> Opening {
    Box::pin(async move {
        open_socket(&deployment).await.map_err(|reason| OpenError {
            reason,
            refused: false,
        })
    })
}

async fn open_socket(deployment: &Deployment) -> Result<WebSocket, String> {
    let url = deployment.address.sync_url("ws");
    let mut socket = WebSocket::open(&url).map_err(|error| error.to_string())?;
    poll_fn(|context| poll_open(&mut socket, context)).await?;
    Ok(socket)
}

fn poll_open(socket: &mut WebSocket, context: &mut Context<'_>) -> Poll<Result<(), String>> {
    // Nothing is heard before it is open, unless that it fails.
    let mut socket = Pin::new(socket);
    match socket.as_mut().poll_ready(context) {
        Poll::Ready(Ok(())) if is_open(&socket) => return Poll::Ready(Ok(())),
        Poll::Ready(Err(error)) => return Poll::Ready(Err(describe(error))),
        Poll::Ready(Ok(())) | Poll::Pending => {}
    }
    match socket.poll_next(context) {
        Poll::Ready(Some(Err(error))) => Poll::Ready(Err(describe(error))),
        Poll::Ready(_) => Poll::Ready(Err("could not connect".to_owned())),
        Poll::Pending => Poll::Pending,
    }
}

fn is_open(socket: &WebSocket) -> bool {
    matches!(socket.state(), gloo_net::websocket::State::Open)
}

pub(super) fn message(text: String) -> Message {
    Message::Text(text)
}

/// Pages cannot send pings.
pub(super) fn ping() -> Option<Message> {
    None
}

/// Pages see whole messages.
pub(super) fn has_come(_: &mut WebSocket) -> bool {
    false
}

/// None for what the protocol has no use for.
pub(super) fn heard(message: Message) -> Option<SocketEvent> {
    match message {
        Message::Text(text) => Some(SocketEvent::Said(text)),
        Message::Bytes(_) => None,
    }
}

pub(super) fn describe(error: WebSocketError) -> String {
    match error {
        WebSocketError::ConnectionClose(close) if !close.reason.is_empty() => close.reason,
        error => error.to_string(),
    }
}

/// A browser's socket closes when it is dropped.
#[expect(clippy::unused_async, reason = "the same signature as elsewhere")]
pub(super) async fn close(_: &mut WebSocket) {}
