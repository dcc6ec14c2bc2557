//! A deployment's end of a socket, driven by hand.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpStream},
};
use tokio_tungstenite::{WebSocketStream, tungstenite::Message};

/// Listens like a deployment.
pub(crate) struct Loopback {
    listener: TcpListener,
}

/// One connection.
pub(crate) struct Peer {
    socket: WebSocketStream<TcpStream>,
    version: (u32, u32, u64),
}

impl Loopback {
    pub(crate) async fn start() -> Self {
        Self {
            listener: TcpListener::bind("127.0.0.1:0").await.unwrap(),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.listener.local_addr().unwrap())
    }

    /// The next connection, and its `Connect` message.
    pub(crate) async fn accept(&self) -> (Peer, Value) {
        let (stream, _) = self.listener.accept().await.unwrap();
        let socket = tokio_tungstenite::accept_async(stream).await.unwrap();
        let mut peer = Peer {
            socket,
            version: (0, 0, 0),
        };
        let connect = peer.read("Connect").await;
        (peer, connect)
    }

    /// The next connection, with an answer to its first query set: each query has this value.
    pub(crate) async fn serve(&self, value: &Value) -> (Peer, Value) {
        let (mut peer, connect) = self.accept().await;
        let set = peer.read("ModifyQuerySet").await;
        let queries = set["modifications"].as_array().unwrap();
        let updates = queries
            .iter()
            .map(|query| updated(&query["queryId"], value))
            .collect();
        peer.transition((1, 0, 10), updates).await;
        (peer, connect)
    }
}

impl Peer {
    /// The next message, which has to be of this type.
    pub(crate) async fn read(&mut self, kind: &str) -> Value {
        let message = self.try_read().await.expect("a message comes");
        assert_eq!(message["type"], kind, "{message}");
        message
    }

    /// The next message; None when the connection is closed.
    pub(crate) async fn try_read(&mut self) -> Option<Value> {
        loop {
            match self.socket.next().await? {
                Ok(Message::Text(text)) => return Some(serde_json::from_str(&text).unwrap()),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    pub(crate) async fn say(&mut self, message: Value) {
        self.socket
            .send(Message::text(message.to_string()))
            .await
            .unwrap();
    }

    /// Sends a text as it is, unless the connection is closed.
    pub(crate) async fn say_text(&mut self, text: &str) {
        let _ = self.socket.send(Message::text(text.to_owned())).await;
    }

    /// Sends a text in so many pieces, with a pause before each.
    pub(crate) async fn say_slowly(&mut self, text: &str, (pieces, pause): (usize, Duration)) {
        let mut frame = vec![0x81, 127];
        frame.extend((text.len() as u64).to_be_bytes());
        frame.extend(text.as_bytes());
        let stream = self.socket.get_mut();
        for piece in frame.chunks(frame.len().div_ceil(pieces)) {
            tokio::time::sleep(pause).await;
            if stream.write_all(piece).await.is_err() {
                return;
            }
        }
    }

    /// Sends empty binary messages until the socket is closed, without a runtime.
    pub(crate) fn flood_with_bytes(self) {
        let mut stream = self.socket.into_inner().into_std().unwrap();
        stream.set_nonblocking(false).unwrap();
        let frames = [0x82, 0].repeat(100_000);
        while std::io::Write::write_all(&mut stream, &frames).is_ok() {}
    }

    /// Sends the same message until the socket is closed.
    pub(crate) async fn flood(mut self, message: Value) {
        let message = message.to_string();
        loop {
            for _ in 0..100 {
                if self
                    .socket
                    .feed(Message::text(message.clone()))
                    .await
                    .is_err()
                {
                    return;
                }
            }
            if self.socket.flush().await.is_err() {
                return;
            }
        }
    }

    /// A transition to a query set, an identity and a time.
    pub(crate) async fn transition(&mut self, to: (u32, u32, u64), modifications: Vec<Value>) {
        self.try_transition(to, modifications).await.unwrap();
    }

    /// The same, on a connection that may be closed.
    pub(crate) async fn try_transition(
        &mut self,
        to: (u32, u32, u64),
        modifications: Vec<Value>,
    ) -> Result<(), tokio_tungstenite::tungstenite::Error> {
        let (start, end) = (version(self.version), version(to));
        self.version = to;
        let message = json!({"type": "Transition", "startVersion": start, "endVersion": end, "modifications": modifications});
        self.socket.send(Message::text(message.to_string())).await
    }

    /// A mutation's success, and the transition that shows it.
    pub(crate) async fn commit(&mut self, request: &Value, result: Value) {
        let (query_set, identity, ts) = self.version;
        self.say(
            json!({"type": "MutationResponse", "requestId": request["requestId"], "success": true,
            "result": result, "ts": time(ts + 1), "logLines": []}),
        )
        .await;
        self.transition((query_set, identity, ts + 1), vec![]).await;
    }
}

pub(crate) fn updated(query: &Value, value: &Value) -> Value {
    json!({"type": "QueryUpdated", "queryId": query, "value": value, "logLines": [], "journal": null})
}

fn version((query_set, identity, ts): (u32, u32, u64)) -> Value {
    json!({"querySet": query_set, "identity": identity, "ts": time(ts)})
}

pub(crate) fn time(ts: u64) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    STANDARD.encode(ts.to_le_bytes())
}
