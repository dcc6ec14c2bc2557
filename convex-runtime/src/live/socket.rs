//! `Socket`: one WebSocket connection, as events.

use std::{
    collections::VecDeque,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use futures_core::Stream;
use futures_sink::Sink;
use rustls::{ClientConfig, pki_types::ServerName};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{
        Message, Utf8Bytes,
        client::IntoClientRequest,
        http::{HeaderMap, Request},
        protocol::WebSocketConfig,
    },
};

use crate::transport::BoxFuture;

/// A transition holds many results of 16 MiB each, and text makes them longer.
const MAX_MESSAGE: usize = 1024 * 1024 * 1024;

/// Where to connect to.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// `ws://…/api/sync` or `wss://…`.
    pub(super) url: String,
    pub(super) host: String,
    pub(super) port: u16,
    /// None for a plain connection.
    pub(super) tls: Option<Arc<ClientConfig>>,
    pub(super) headers: HeaderMap,
}

pub(super) trait Io: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

type WebSocket = WebSocketStream<Box<dyn Io>>;

/// One WebSocket connection, as events.
pub(super) enum Socket {
    None,
    Opening(BoxFuture<Result<WebSocket, String>>),
    Open {
        socket: Box<WebSocket>,
        outbox: VecDeque<String>,
    },
}

/// What happens to a connection.
#[derive(Debug)]
pub(super) enum SocketEvent {
    Opened,
    Said(Utf8Bytes),
    /// It is gone, or could not be made.
    Lost(String),
}

impl Socket {
    pub(super) fn open(target: &Target) -> Self {
        let target = target.clone();
        Self::Opening(Box::pin(async move {
            connect(target).await.map_err(|error| describe(&*error))
        }))
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
            Self::Opening(opening) => match std::task::ready!(opening.as_mut().poll(context)) {
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
                Ok(()) => std::task::ready!(read(socket, context)),
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
            // It is over either way.
            let _ = socket.close(None).await;
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
    let failed = |error: tokio_tungstenite::tungstenite::Error| error.to_string();
    while !outbox.is_empty() {
        if socket
            .as_mut()
            .poll_ready(context)
            .map_err(failed)?
            .is_pending()
        {
            return Ok(());
        }
        if let Some(text) = outbox.pop_front() {
            socket
                .as_mut()
                .start_send(Message::text(text))
                .map_err(failed)?;
        }
    }
    // What is pending here goes on when the connection can be written to.
    match socket.poll_flush(context) {
        Poll::Ready(Err(error)) => Err(failed(error)),
        Poll::Ready(Ok(())) | Poll::Pending => Ok(()),
    }
}

fn read(socket: &mut WebSocket, context: &mut Context<'_>) -> Poll<SocketEvent> {
    loop {
        return Poll::Ready(
            match std::task::ready!(Pin::new(&mut *socket).poll_next(context)) {
                Some(Ok(Message::Text(text))) => SocketEvent::Said(text),
                Some(Ok(Message::Close(frame))) => {
                    let reason = frame
                        .map(|frame| frame.reason.to_string())
                        .filter(|reason| !reason.is_empty());
                    SocketEvent::Lost(
                        reason.unwrap_or_else(|| "closed by the deployment".to_owned()),
                    )
                }
                // The library answers pings; the protocol has no binary messages.
                Some(Ok(_)) => continue,
                Some(Err(error)) => SocketEvent::Lost(error.to_string()),
                None => SocketEvent::Lost("the connection ended".to_owned()),
            },
        );
    }
}

type ConnectError = Box<dyn std::error::Error + Send + Sync>;

async fn connect(target: Target) -> Result<WebSocket, ConnectError> {
    let tcp = TcpStream::connect((target.host.as_str(), target.port)).await?;
    // Messages are small and wait for answers.
    tcp.set_nodelay(true)?;
    let stream: Box<dyn Io> = match target.tls {
        Some(config) => {
            let name = ServerName::try_from(target.host)?;
            Box::new(TlsConnector::from(config).connect(name, tcp).await?)
        }
        None => Box::new(tcp),
    };
    let mut request: Request<()> = target.url.into_client_request()?;
    request.headers_mut().extend(target.headers);
    let limits = WebSocketConfig::default()
        .max_message_size(Some(MAX_MESSAGE))
        .max_frame_size(Some(MAX_MESSAGE));
    let (socket, _) = client_async_with_config(request, stream, Some(limits)).await?;
    Ok(socket)
}

fn describe(error: &(dyn std::error::Error + Send + Sync)) -> String {
    format!("could not connect: {error}")
}
