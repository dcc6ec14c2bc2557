//! Serves the page, and what runs in it.

use std::{fs, io, path::Path};

use axum::{Router, http::header, response::Html, routing::get};

/// Serves what `bundle` wrote to `assets`, as a page on the deployment at `url`.
///
/// # Errors
///
/// When the bundle is not there.
pub fn routes(url: &str, assets: &Path) -> io::Result<Router> {
    let page = include_str!("index.html").replace("{url}", url);
    let style = ([(header::CONTENT_TYPE, "text/css")], crate::STYLE);
    let router = Router::new()
        .route("/", get(async || Html(page)))
        .route("/style.css", get(async || style));
    add_files(router, assets, "")
}

/// Adds a route for each file below a folder: the script, the WebAssembly, and the snippets of
/// JavaScript that crates bring along.
fn add_files(mut router: Router, folder: &Path, path: &str) -> io::Result<Router> {
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let path = format!("{path}/{name}");
        if file.is_dir() {
            router = add_files(router, &file, &path)?;
            continue;
        }
        let is_wasm = file.extension().is_some_and(|end| end == "wasm");
        let content_type = if is_wasm {
            "application/wasm"
        } else {
            "text/javascript"
        };
        let answer = ([(header::CONTENT_TYPE, content_type)], fs::read(&file)?);
        router = router.route(&path, get(async || answer));
    }
    Ok(router)
}
