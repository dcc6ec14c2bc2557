//! Serves the page, and what runs in it.

use std::path::Path;

use axum::{Router, http::header, response::Html, routing::get};

/// Serves what `bundle` wrote to `assets`, as a page on the deployment at `url`.
///
/// # Errors
///
/// When the bundle is not there.
pub fn routes(url: &str, assets: &Path) -> std::io::Result<Router> {
    let page = include_str!("index.html").replace("{url}", url);
    let script = std::fs::read(assets.join("dioxus-app.js"))?;
    let wasm = std::fs::read(assets.join("dioxus-app_bg.wasm"))?;
    let script = ([(header::CONTENT_TYPE, "text/javascript")], script);
    let wasm = ([(header::CONTENT_TYPE, "application/wasm")], wasm);
    Ok(Router::new()
        .route("/", get(async || Html(page)))
        .route("/dioxus-app.js", get(async || script))
        .route("/dioxus-app_bg.wasm", get(async || wasm)))
}
