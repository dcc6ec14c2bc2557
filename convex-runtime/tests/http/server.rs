//! A server that answers each request with the next of its answers.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
};

pub enum Answer {
    Http(String),
    /// The connection is closed once the request has been read.
    Close,
    Silence,
}

impl Answer {
    pub fn json(status: u16, body: &str) -> Self {
        let length = body.len();
        Self::Http(format!(
            "HTTP/1.1 {status} Test\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        ))
    }
}

pub struct Server {
    address: std::net::SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    count: watch::Receiver<usize>,
}

impl Server {
    pub async fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (sender, count) = watch::channel(0);
        let mut answers: Vec<Answer> = answers.into_iter().collect();
        answers.reverse();
        let seen = Arc::clone(&requests);
        tokio::spawn(async move {
            let mut silent = Vec::new();
            while let Ok((mut stream, _)) = listener.accept().await {
                let request = read(&mut stream).await;
                seen.lock().unwrap().push(request);
                sender.send_modify(|count| *count += 1);
                match answers.pop() {
                    Some(Answer::Http(text)) => stream.write_all(text.as_bytes()).await.unwrap(),
                    Some(Answer::Close) | None => {}
                    Some(Answer::Silence) => silent.push(stream),
                }
            }
        });
        Self {
            address,
            requests,
            count,
        }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// Waits until so many requests have arrived.
    pub async fn received(&self, requests: usize) {
        self.count
            .clone()
            .wait_for(|count| *count >= requests)
            .await
            .unwrap();
    }
}

async fn read(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .to_lowercase()
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        let mut chunk = [0; 4096];
        let read = stream.read(&mut chunk).await.unwrap();
        assert!(read > 0, "the request ends early: {text}");
        bytes.extend_from_slice(&chunk[..read]);
    }
}
