//! `Socket`: one WebSocket connection, as events.

#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(not(target_arch = "wasm32"))]
mod watched;
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

use super::{machine::Room, target::Deployment};

/// One WebSocket connection, as events.
pub(super) enum Socket {
    None,
    Opening {
        opening: Opening,
        /// The maximum size of a message in bytes.
        max: usize,
    },
    Open {
        socket: Box<WebSocket>,
        outbox: VecDeque<String>,
        /// Bytes in the outbox.
        waiting: usize,
        /// The maximum size of a message in bytes.
        max: usize,
        /// True when a ping is to be sent.
        pings: bool,
    },
}

/// An event of a connection.
#[derive(Debug)]
pub(super) enum SocketEvent {
    Opened,
    /// It is there, and has said nothing.
    #[cfg_attr(
        target_arch = "wasm32",
        expect(dead_code, reason = "pages see no pings")
    )]
    Alive,
    /// A part of a message has come.
    Hearing,
    Said(Text),
    /// It is gone, or could not be made.
    Lost(String),
    /// Something answered that there is none to be had.
    Refused(String),
}

/// The error of a failed attempt to connect.
#[derive(Debug)]
pub(super) struct OpenError {
    pub(super) reason: String,
    /// Something has answered.
    pub(super) refused: bool,
}

/// So many bytes may wait to be written. What comes after stays where it can still be taken back.
const CROWDED: usize = 256 * 1024;

impl Socket {
    pub(super) fn open(deployment: &Deployment) -> Self {
        Self::Opening {
            opening: wire::open(deployment.clone()),
            max: deployment.max_message,
        }
    }

    /// Queues a message. Without a connection, the message is dropped.
    pub(super) fn say(&mut self, text: String) {
        if let Self::Open {
            outbox, waiting, ..
        } = self
        {
            *waiting += text.len();
            outbox.push_back(text);
        }
    }

    /// Asks the other end for a sign of life.
    pub(super) fn ping(&mut self) {
        if let Self::Open { pings, .. } = self {
            *pings = true;
        }
    }

    /// Returns `Room::None` while too many messages wait to be written.
    pub(super) fn room(&self) -> Room {
        match self {
            Self::Open { waiting, .. } if *waiting > CROWDED => Room::None,
            _ => Room::Some,
        }
    }

    /// Writes what is queued, and waits for the next event.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<SocketEvent> {
        let event = match self {
            Self::None => return Poll::Pending,
            Self::Opening { opening, max } => match ready!(opening.as_mut().poll(context)) {
                Ok(socket) => {
                    *self = Self::Open {
                        socket: Box::new(socket),
                        outbox: VecDeque::new(),
                        waiting: 0,
                        max: *max,
                        pings: false,
                    };
                    return Poll::Ready(SocketEvent::Opened);
                }
                Err(OpenError {
                    reason,
                    refused: true,
                }) => SocketEvent::Refused(reason),
                Err(OpenError { reason, .. }) => SocketEvent::Lost(reason),
            },
            Self::Open {
                socket,
                outbox,
                waiting,
                max,
                pings,
            } => match write(socket, (outbox, waiting, pings), context) {
                Err(reason) => SocketEvent::Lost(reason),
                Ok(()) => match ready!(read(socket, context)) {
                    // In a browser, the socket itself has no limit that could be set.
                    SocketEvent::Said(text) if text.len() > *max => {
                        SocketEvent::Lost("a message is longer than this client allows".to_owned())
                    }
                    event => event,
                },
            },
        };
        if let SocketEvent::Lost(_) | SocketEvent::Refused(_) = event {
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
    (outbox, waiting, pings): (&mut VecDeque<String>, &mut usize, &mut bool),
    context: &mut Context<'_>,
) -> Result<(), String> {
    let mut socket = Pin::new(socket);
    while *pings || !outbox.is_empty() {
        if socket
            .as_mut()
            .poll_ready(context)
            .map_err(wire::describe)?
            .is_pending()
        {
            return Ok(());
        }
        if std::mem::take(pings) {
            if let Some(ping) = wire::ping() {
                socket.as_mut().start_send(ping).map_err(wire::describe)?;
            }
        } else if let Some(text) = outbox.pop_front() {
            *waiting -= text.len();
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
        let next = Pin::new(&mut *socket).poll_next(context);
        if wire::has_come(socket) && next.is_pending() {
            return Poll::Ready(SocketEvent::Hearing);
        }
        let event = match ready!(next) {
            Some(Ok(message)) => wire::heard(message),
            Some(Err(error)) => Some(SocketEvent::Lost(wire::describe(error))),
            None => Some(SocketEvent::Lost("the connection ended".to_owned())),
        };
        if let Some(event) = event {
            return Poll::Ready(event);
        }
    }
}
