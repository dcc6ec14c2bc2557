//! `Loopback`: where a browser is sent back to after signing in (RFC 8252).

use std::{
    collections::VecDeque,
    future::{Future, poll_fn},
    pin::Pin,
    task::Poll,
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::form;
use crate::{Error, platform};

/// Listens on a port that only this machine reaches.
#[derive(Debug)]
pub(super) struct Loopback {
    listener: TcpListener,
    port: u16,
}

/// The longest head of a request that is read.
const LONGEST: usize = 16 * 1024;

/// The time that a browser may take to send its request.
const PATIENCE: Duration = Duration::from_secs(5);

const DONE: &str = "You are signed in. You can close this window.";

const FAILED: &str = "Signing in failed. You can close this window.";

impl Loopback {
    /// On this port; 0 for any that is free.
    pub(super) async fn open(port: u16) -> Result<Self, Error> {
        let failed = |error: std::io::Error| failed(port, &error);
        let listener = TcpListener::bind(("127.0.0.1", port))
            .await
            .map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        Ok(Self { listener, port })
    }

    pub(super) fn redirect_uri(&self) -> String {
        format!("http://127.0.0.1:{}/callback", self.port)
    }

    /// The code that the provider sends back together with `state`. Requests with another state are
    /// answered, and not believed.
    pub(super) async fn code(&self, state: &str) -> Result<String, Error> {
        // Browsers open connections ahead, on which nothing may ever come.
        let mut visits = VecDeque::<Visit<'_>>::new();
        poll_fn(|context| {
            while let Poll::Ready(accepted) = self.listener.poll_accept(context) {
                let (stream, _) = accepted.map_err(|error| failed(self.port, &error))?;
                if visits.len() == MOST_VISITS {
                    visits.pop_front();
                }
                visits.push_back(Box::pin(visited(stream, state)));
            }
            let mut at = 0;
            while let Some(visit) = visits.get_mut(at) {
                match visit.as_mut().poll(context) {
                    Poll::Ready(Some(outcome)) => return Poll::Ready(outcome),
                    Poll::Ready(None) => drop(visits.remove(at)),
                    Poll::Pending => at += 1,
                }
            }
            Poll::Pending
        })
        .await
    }
}

/// A connection of a browser, and the end of the sign-in if it brings that.
type Visit<'a> = Pin<Box<dyn Future<Output = Option<Result<String, Error>>> + Send + 'a>>;

/// So many connections are listened to at once.
const MOST_VISITS: usize = 64;

fn failed(port: u16, error: &std::io::Error) -> Error {
    Error::configuration(format!("port {port} of loopback: {error}"))
}

/// Answers a request. Returns the code or the provider's error; `None` if it brings neither.
async fn visited(mut stream: TcpStream, state: &str) -> Option<Result<String, Error>> {
    let Ok(Some(query)) = platform::timeout(PATIENCE, query(&mut stream)).await else {
        answer(&mut stream, 404, "There is nothing here.").await;
        return None;
    };
    if form::field(&query, "state").as_deref() != Some(state) {
        answer(&mut stream, 400, FAILED).await;
        return None;
    }
    if let Some(code) = form::field(&query, "code") {
        answer(&mut stream, 200, DONE).await;
        return Some(Ok(code));
    }
    answer(&mut stream, 400, FAILED).await;
    let error = form::field(&query, "error").unwrap_or_else(|| "no code".to_owned());
    let description = form::field(&query, "error_description").unwrap_or_default();
    Some(Err(Error::authentication(&error, &description)))
}

/// The query of a request for `/callback`.
async fn query(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let mut piece = [0; 1024];
        let count = stream.read(&mut piece).await.ok()?;
        head.extend_from_slice(&piece[..count]);
        if count == 0 || head.len() > LONGEST {
            return None;
        }
    }
    let line = head.split(|byte| *byte == b'\r').next()?;
    let target = std::str::from_utf8(line).ok()?.strip_prefix("GET ")?;
    let (target, _) = target.split_once(' ')?;
    Some(target.strip_prefix("/callback?")?.to_owned())
}

async fn answer(stream: &mut TcpStream, status: u16, text: &str) {
    let length = text.len();
    let answer = format!(
        "HTTP/1.1 {status} \r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{text}"
    );
    // Who signs in may have closed the window.
    let _ = stream.write_all(answer.as_bytes()).await;
    let _ = stream.shutdown().await;
}
