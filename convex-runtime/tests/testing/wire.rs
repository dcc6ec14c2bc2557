//! A client that knows HTTP and nothing of Convex.

use convex_runtime::testing::Deployment;
use serde_json::Value as Json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// An answer: its status, the head as text, and the body.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.body).expect("the body is JSON")
    }
}

/// Sends a body as JSON; `None` when the connection breaks before there is a whole answer.
pub async fn post(deployment: &Deployment, path: &str, body: Json) -> Option<Answer> {
    post_with(deployment, path, &[], body).await
}

pub async fn post_with(
    deployment: &Deployment,
    path: &str,
    headers: &[(&str, &str)],
    body: Json,
) -> Option<Answer> {
    let body = body.to_string();
    let mut head = vec![
        format!("POST {path} HTTP/1.1"),
        "host: test".to_owned(),
        "content-type: application/json".to_owned(),
        format!("content-length: {}", body.len()),
    ];
    head.extend(
        headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}")),
    );
    exchange(deployment, format!("{}\r\n\r\n{body}", head.join("\r\n"))).await
}

pub async fn get(deployment: &Deployment, path: &str) -> Option<Answer> {
    exchange(
        deployment,
        format!("GET {path} HTTP/1.1\r\nhost: test\r\n\r\n"),
    )
    .await
}

/// Sends a request, and reads as much as its answer says it has.
pub async fn exchange(deployment: &Deployment, request: String) -> Option<Answer> {
    let address = deployment.url().replace("http://", "");
    let mut stream = TcpStream::connect(address).await.ok()?;
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut received = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        if let Some(answer) = whole(&received) {
            return Some(answer);
        }
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return None,
            Ok(count) => received.extend_from_slice(&buffer[..count]),
        }
    }
}

fn whole(received: &[u8]) -> Option<Answer> {
    let text = std::str::from_utf8(received).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.map_or(0, |length| length.parse().expect("a number"));
    let status = head.get(9..12)?.parse().expect("a status");
    (body.len() >= length).then(|| Answer {
        status,
        head: head.to_owned(),
        body: body.to_owned(),
    })
}
