//! The server: pages, assets and sign-in, in front of a deployment.

mod deployment;

use std::path::Path;

use axum::{
    http::{HeaderValue, header, request::Parts},
    response::Html,
    routing::get,
};
use convex_runtime::{Client, Credential};
pub use deployment::Backend;
use deployment::Issue;
use leptos::prelude::*;
use leptos_axum::{
    LeptosRoutes, ResponseOptions, file_and_error_handler_with_context,
    generate_route_list_with_exclusions_and_ssg_and_context,
};

use crate::app::{App, shell};

/// Serves the application, with what `bundle` wrote to `assets`, in front of `backend`.
pub fn routes(backend: &Backend, assets: &Path) -> axum::Router {
    let options = LeptosOptions::builder()
        .output_name("web")
        .site_root(assets.to_string_lossy().into_owned())
        .build();
    let site = backend.site();
    let context = move || provide_context(site.clone());
    let (paths, _) =
        generate_route_list_with_exclusions_and_ssg_and_context(App, None, context.clone());
    let page = {
        let options = options.clone();
        move || shell(options.clone())
    };
    axum::Router::new()
        .route("/style.css", get(style))
        .route("/pay", get(pay))
        .leptos_routes_with_context(&options, paths, context.clone(), page)
        .fallback(file_and_error_handler_with_context::<LeptosOptions, _>(
            context, shell,
        ))
        .with_state(options)
}

async fn style() -> ([(header::HeaderName, &'static str); 1], &'static str) {
    (
        [(header::CONTENT_TYPE, "text/css")],
        include_str!("style.css"),
    )
}

/// Stands where the payment provider's page would.
async fn pay() -> Html<&'static str> {
    Html(include_str!("pay.html"))
}

/// The parts of the server that pages use.
#[derive(Clone)]
pub(crate) struct Site {
    pub(crate) client: Client,
    pub(crate) deployment_url: String,
    pub(crate) issue: Issue,
}

pub(crate) fn deployment_url() -> String {
    expect_context::<Site>().deployment_url
}

/// Returns a client that calls as the user of the current request.
pub(crate) fn client() -> Client {
    let site = expect_context::<Site>();
    match token() {
        Some(token) => site.client.with_credential(Credential::token(token)),
        None => site.client,
    }
}

/// Returns a token of the user of the current request.
pub(crate) fn token() -> Option<String> {
    let name = name(&use_context::<Parts>()?)?;
    Some((expect_context::<Site>().issue)(&name))
}

fn name(request: &Parts) -> Option<String> {
    let cookies = request.headers.get(header::COOKIE)?.to_str().ok()?;
    let mut cookies = cookies
        .split("; ")
        .filter_map(|cookie| cookie.split_once('='));
    let (_, name) = cookies.find(|(key, _)| *key == "name")?;
    (!name.is_empty()).then(|| name.to_owned())
}

pub(crate) fn set_cookie(cookie: &str) {
    if let (Some(response), Ok(cookie)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(cookie),
    ) {
        response.insert_header(header::SET_COOKIE, cookie);
    }
}
