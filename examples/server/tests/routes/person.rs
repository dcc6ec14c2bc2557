//! A person with a browser.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header, request::Builder},
};
use convex_runtime::testing::{Deployment, Identity};
use serde_json::{Value, json};
use tower::ServiceExt;

/// A person who sends requests to a server, signed in or not.
pub struct Person {
    server: Router,
    token: Option<String>,
}

impl Person {
    /// A person who is signed in at `deployment`.
    pub fn new(name: &str, server: &Router, deployment: &Deployment) -> Self {
        Self {
            server: server.clone(),
            token: Some(deployment.token(Identity::new(name))),
        }
    }

    /// The person without a token.
    pub fn signed_out(&self) -> Self {
        Self {
            server: self.server.clone(),
            token: None,
        }
    }

    /// Writes a note down.
    pub async fn add(&self, text: &str) -> (StatusCode, Value) {
        self.post("/notes", json!({ "text": text })).await
    }

    /// The texts of all notes that they see.
    pub async fn texts(&self) -> Vec<String> {
        let (_, notes) = self.get("/notes").await;
        let notes = notes.as_array().expect("a list of notes");
        let text = |note: &Value| note["text"].as_str().map(str::to_owned);
        notes.iter().filter_map(text).collect()
    }

    pub async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.send(Request::get(path), Body::empty()).await
    }

    pub async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        self.send(Request::post(path), Body::from(body.to_string()))
            .await
    }

    async fn send(&self, request: Builder, body: Body) -> (StatusCode, Value) {
        let mut request = request.header(header::CONTENT_TYPE, "application/json");
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(body).expect("it is a request");
        let answer = self.server.clone().oneshot(request).await;
        let answer = answer.expect("routes always answer");
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), usize::MAX).await;
        let bytes = bytes.expect("it has a body");
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }
}
