//! File storage: upload URLs and stored files.

use std::{collections::BTreeMap, sync::Mutex};

use hyper::{
    Method, Request,
    body::{Bytes, Incoming},
};
use serde_json::json;

use super::{
    HttpError,
    answer::{Answer, json_answer, text_answer},
    respond::collect,
};
use crate::testing::{backend::Backend, lock::lock, test_id};

/// The stored files of a deployment.
#[derive(Debug, Default)]
pub(in crate::testing) struct Storage {
    files: Mutex<Files>,
}

#[derive(Debug, Default)]
struct Files {
    /// Upload URLs work once; these are the tokens of the unused ones.
    tokens: Vec<String>,
    issued: u64,
    stored: BTreeMap<String, Bytes>,
}

impl Storage {
    /// The path of an upload URL that works once.
    pub(in crate::testing) fn upload_path(&self) -> String {
        let mut files = lock(&self.files);
        files.issued += 1;
        let token = files.issued.to_string();
        let path = format!("/api/storage/upload?token={token}");
        files.tokens.push(token);
        path
    }

    /// A stored file.
    pub(in crate::testing) fn get(&self, id: &str) -> Option<Bytes> {
        lock(&self.files).stored.get(id).cloned()
    }

    fn spend(&self, token: &str) -> bool {
        let mut files = lock(&self.files);
        let found = files.tokens.iter().position(|unused| unused == token);
        found.map(|index| files.tokens.remove(index)).is_some()
    }

    fn store(&self, bytes: Bytes) -> String {
        let mut files = lock(&self.files);
        let id = test_id("_storage", files.stored.len());
        files.stored.insert(id.clone(), bytes);
        id
    }
}

pub(super) async fn respond(
    backend: &Backend,
    route: &str,
    request: Request<Incoming>,
) -> Result<Answer, HttpError> {
    match *request.method() {
        Method::POST if route == "upload" => {
            let token = request
                .uri()
                .query()
                .and_then(|query| query.strip_prefix("token="))
                .unwrap_or_default();
            if !backend.storage.spend(token) {
                return Err(HttpError::unauthenticated(
                    "InvalidUploadToken",
                    "The upload URL is unknown or was used.",
                ));
            }
            let bytes = collect(request).await?;
            Ok(json_answer(
                &json!({ "storageId": backend.storage.store(bytes) }),
            ))
        }
        Method::GET => match backend.storage.get(route) {
            Some(bytes) => Ok(text_answer(bytes, "application/octet-stream")),
            None => Err(HttpError::not_found()),
        },
        _ => Err(HttpError::not_found()),
    }
}
