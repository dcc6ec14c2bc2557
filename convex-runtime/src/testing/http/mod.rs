//! The HTTP API: connections, routes, answers.

mod action;
mod answer;
mod call;
mod guard;
mod headers;
mod respond;
mod storage;
mod stream;

pub(super) use answer::{Answer, HttpError, empty_answer};
pub(super) use guard::Guard;
pub(super) use headers::ClientVersion;
pub(super) use storage::Storage;
pub(super) use stream::Valve;

use std::sync::Arc;

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};

use super::backend::Backend;
use stream::WireStream;

/// The part of the deployment that is at the root of a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Root {
    Api,
    /// HTTP actions alone.
    Site,
}

/// Accepts connections until it is ended.
pub(super) async fn serve(backend: Arc<Backend>, listener: TcpListener) {
    accept(backend, listener, Root::Api).await;
}

/// Accepts connections for HTTP actions until it is ended.
pub(super) async fn serve_site(backend: Arc<Backend>, listener: TcpListener) {
    accept(backend, listener, Root::Site).await;
}

async fn accept(backend: Arc<Backend>, listener: TcpListener, root: Root) {
    loop {
        // A connection that is gone before it is accepted is its client's problem.
        if let Ok((stream, _)) = listener.accept().await {
            let connection = connection(backend.clone(), stream, root);
            backend.connections.spawn(connection);
        }
    }
}

async fn connection(backend: Arc<Backend>, stream: TcpStream, root: Root) {
    // Small answers must not wait for each other.
    let _best_effort = stream.set_nodelay(true);
    let valve = Valve::default();
    let stream = WireStream::new(stream, valve.clone());
    let service =
        service_fn(move |request| respond::respond(backend.clone(), valve.clone(), request, root));
    // An error is a client that went away, or a fault that was asked for.
    let _ended = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades()
        .await;
}
