//! A deployment's end of a socket, by hand.

use base64::{Engine, engine::general_purpose::STANDARD};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value as Json, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{WebSocketStream, tungstenite::Message};

pub struct Server(TcpListener);

impl Server {
    pub async fn start() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.0.local_addr().unwrap())
    }

    /// The next connection, after its `Connect`.
    pub async fn accept(&self) -> Peer {
        let (stream, _) = self.0.accept().await.unwrap();
        let socket = tokio_tungstenite::accept_async(stream).await.unwrap();
        let mut peer = Peer(socket);
        assert_eq!(peer.read().await["type"], "Connect");
        peer
    }

    /// The next connection, to which nothing is said.
    pub async fn accept_silently(&self) -> TcpStream {
        self.0.accept().await.unwrap().0
    }
}

pub struct Peer(WebSocketStream<TcpStream>);

impl Peer {
    pub async fn read(&mut self) -> Json {
        loop {
            match self.0.next().await.expect("it is open").unwrap() {
                Message::Text(text) => return serde_json::from_str(&text).unwrap(),
                Message::Ping(_) | Message::Pong(_) => {}
                other => unreachable!("{other:?}"),
            }
        }
    }

    /// The first modification of the query set that comes next.
    pub async fn query(&mut self) -> Json {
        let set = self.read().await;
        assert_eq!(set["type"], "ModifyQuerySet", "{set}");
        set["modifications"][0].clone()
    }

    /// The next mutation.
    pub async fn request(&mut self) -> Json {
        loop {
            let message = self.read().await;
            if message["type"] == "Mutation" {
                return message;
            }
        }
    }

    pub async fn say(&mut self, message: Json) {
        let message = Message::text(message.to_string());
        self.0.send(message).await.unwrap();
    }

    /// From nothing to the first query set, in which query 0 is five and leaves a journal.
    pub async fn first_transition(&mut self) {
        let version = |query_set, at| json!({ "querySet": query_set, "identity": 0, "ts": ts(at) });
        let update = json!({ "type": "QueryUpdated", "queryId": 0, "value": 5.0, "logLines": [], "journal": "page one" });
        self.say(json!({
            "type": "Transition",
            "startVersion": version(0, 0),
            "endVersion": version(1, 10),
            "modifications": [update],
        }))
        .await;
    }
}

/// A time on the wire.
pub fn ts(at: u64) -> String {
    STANDARD.encode(at.to_le_bytes())
}
