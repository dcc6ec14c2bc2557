//! File storage that tests drive by hand.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// Listens like a deployment's file storage.
pub(crate) struct Storage {
    listener: TcpListener,
}

/// A file that has arrived, and whose sender waits for an answer. Dropped without one, its
/// connection breaks.
pub(crate) struct Arrival(TcpStream);

impl Storage {
    pub(crate) async fn start() -> Self {
        Self {
            listener: TcpListener::bind("127.0.0.1:0").await.unwrap(),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/upload", self.listener.local_addr().unwrap())
    }

    /// The next file, once all of it is there.
    pub(crate) async fn receive(&self) -> Arrival {
        let (mut stream, _) = self.listener.accept().await.unwrap();
        let mut text = String::new();
        let head = loop {
            text.push(char::from(stream.read_u8().await.unwrap()));
            if let Some(head) = text.strip_suffix("\r\n\r\n") {
                break head.to_ascii_lowercase();
            }
        };
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let mut file = vec![0; length.unwrap().parse().unwrap()];
        stream.read_exact(&mut file).await.unwrap();
        Arrival(stream)
    }
}

impl Arrival {
    pub(crate) async fn answer(mut self, status: u16, body: &str) {
        let length = body.len();
        let text = format!(
            "HTTP/1.1 {status} Answer\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
        );
        self.0.write_all(text.as_bytes()).await.unwrap();
    }
}
