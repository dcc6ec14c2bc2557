//! A client that knows web sockets, and of the sync protocol what a test tells it.

use std::time::Duration;

use convex_runtime::testing::Deployment;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value as Json, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{WebSocketStream, client_async, tungstenite::Message};

pub struct Socket {
    stream: WebSocketStream<TcpStream>,
}

impl Socket {
    /// A socket of an npm client, which takes large transitions in parts.
    pub async fn open(deployment: &Deployment) -> Self {
        Self::open_at(deployment, "/api/1.48.0/sync").await
    }

    pub async fn open_at(deployment: &Deployment, path: &str) -> Self {
        let address = deployment.url().replace("http://", "");
        let stream = TcpStream::connect(&address).await.expect("it listens");
        let (stream, _) = client_async(format!("ws://{address}{path}"), stream)
            .await
            .expect("it upgrades");
        Self { stream }
    }

    /// Introduces the client, whose session is called so.
    pub async fn connect(deployment: &Deployment, session: &str) -> Self {
        let mut socket = Self::open(deployment).await;
        socket
            .send(json!({ "type": "Connect", "sessionId": session, "connectionCount": 0, "lastCloseReason": "InitialConnect", "clientTs": 0 }))
            .await;
        socket
    }

    pub async fn send(&mut self, message: Json) {
        self.stream
            .send(Message::text(message.to_string()))
            .await
            .expect("it is open");
    }

    pub async fn mutation(&mut self, request_id: u64, path: &str, args: Json) {
        self.send(
            json!({ "type": "Mutation", "requestId": request_id, "udfPath": path, "args": [args] }),
        )
        .await;
    }

    pub async fn action(&mut self, request_id: u64, path: &str, args: Json) {
        self.send(
            json!({ "type": "Action", "requestId": request_id, "udfPath": path, "args": [args] }),
        )
        .await;
    }

    /// Adds a query to the query set, from this version of it.
    pub async fn subscribe(&mut self, base: u64, path: &str, args: Json) {
        let add = json!({ "type": "Add", "queryId": base, "udfPath": path, "args": [args] });
        let modify = json!({ "type": "ModifyQuerySet", "baseVersion": base, "newVersion": base + 1, "modifications": [add] });
        self.send(modify).await;
    }

    /// The next text; `None` when the connection ends.
    pub async fn text(&mut self) -> Option<String> {
        loop {
            let frame = tokio::time::timeout(Duration::from_secs(20), self.stream.next()).await;
            match frame.expect("something within twenty seconds") {
                Some(Ok(Message::Text(text))) => return Some(text.to_string()),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                _ => return None,
            }
        }
    }

    /// The next message; `None` when the connection ends.
    pub async fn next(&mut self) -> Option<Json> {
        Some(serde_json::from_str(&self.text().await?).expect("a message is JSON"))
    }

    /// The next message of a type; earlier ones are skipped.
    pub async fn next_of(&mut self, kind: &str) -> Json {
        loop {
            let message = self.next().await.expect("the connection lasts until then");
            if message["type"] == kind {
                return message;
            }
        }
    }
}
