//! `Socket`: one WebSocket connection, as events.

#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(target_arch = "wasm32")]
mod web;

use std::{
    collections::VecDeque,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;
use futures_sink::Sink;
#[cfg(not(target_arch = "wasm32"))]
use native as wire;
#[cfg(target_arch = "wasm32")]
use web as wire;
use wire::{Opening, Text, WebSocket};

use super::target::Deployment;

/// One WebSocket connection, as events.
pub(super) enum Socket {
    None,
    Opening(Opening),
    Open {
        socket: Box<WebSocket>,
        outbox: VecDeque<String>,
    },
}

/// What happens to a connection.
#[derive(Debug)]
pub(super) enum SocketEvent {
    Opened,
    Said(Text),
    /// It is gone, or could not be made.
    Lost(String),
}

impl Socket {
    pub(super) fn open(deployment: &Deployment) -> Self {
        Self::Opening(wire::open(deployment.clone()))
    }

    /// Queues a message. Without a connection there is nobody to hear it.
    pub(super) fn say(&mut self, text: String) {
        if let Self::Open { outbox, .. } = self {
            outbox.push_back(text);
        }
    }

    /// Writes what is queued, and waits for the next event.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<SocketEvent> {
        let event = match self {
            Self::None => return Poll::Pending,
            Self::Opening(opening) => match ready!(opening.as_mut().poll(context)) {
                Ok(socket) => {
                    *self = Self::Open {
                        socket: Box::new(socket),
                        outbox: VecDeque::new(),
                    };
                    return Poll::Ready(SocketEvent::Opened);
                }
                Err(reason) => SocketEvent::Lost(reason),
            },
            Self::Open { socket, outbox } => match write(socket, outbox, context) {
                Err(reason) => SocketEvent::Lost(reason),
                Ok(()) => ready!(read(socket, context)),
            },
        };
        if let SocketEvent::Lost(_) = event {
            *self = Self::None;
        }
        Poll::Ready(event)
    }

    /// Says goodbye.
    pub(super) async fn close(&mut self) {
        if let Self::Open { socket, .. } = self {
            wire::close(socket).await;
        }
        *self = Self::None;
    }
}

fn write(
    socket: &mut WebSocket,
    outbox: &mut VecDeque<String>,
    context: &mut Context<'_>,
) -> Result<(), String> {
    let mut socket = Pin::new(socket);
    while !outbox.is_empty() {
        if socket
            .as_mut()
            .poll_ready(context)
            .map_err(wire::describe)?
            .is_pending()
        {
            return Ok(());
        }
        if let Some(text) = outbox.pop_front() {
            socket
                .as_mut()
                .start_send(wire::message(text))
                .map_err(wire::describe)?;
        }
    }
    // What is pending here goes on when the connection can be written to.
    match socket.poll_flush(context) {
        Poll::Ready(Err(error)) => Err(wire::describe(error)),
        Poll::Ready(Ok(())) | Poll::Pending => Ok(()),
    }
}

fn read(socket: &mut WebSocket, context: &mut Context<'_>) -> Poll<SocketEvent> {
    loop {
        let event = match ready!(Pin::new(&mut *socket).poll_next(context)) {
            Some(Ok(message)) => wire::heard(message),
            Some(Err(error)) => Some(SocketEvent::Lost(wire::describe(error))),
            None => Some(SocketEvent::Lost("the connection ended".to_owned())),
        };
        if let Some(event) = event {
            return Poll::Ready(event);
        }
    }
}
