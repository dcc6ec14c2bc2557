//! The document and its pages.

use convex_leptos::provide_convex;
use leptos::prelude::*;
#[cfg(not(target_arch = "wasm32"))]
use leptos_meta::MetaTags;
use leptos_meta::provide_meta_context;
use leptos_router::{
    components::{Route, Router, Routes},
    path,
};

use crate::{
    layout::{Frame, NotFound},
    pages::{Account, Checkout, Email, File, Home, Image, Purchase, Report, Summarize, Tasks},
    session,
};

/// The document around the application, as the server sends it.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="convex-url" content=session::deployment_url() />
                <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%236d28d9'/%3E%3C/svg%3E" />
                <link rel="stylesheet" href="/style.css" />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The application: a page per scenario.
#[component]
pub(crate) fn App() -> impl IntoView {
    provide_meta_context();
    provide_convex(session::client());
    view! {
        <Router>
            <Frame>
                <Routes fallback=NotFound>
                    <Route path=path!("/") view=Home />
                    <Route path=path!("/summarize") view=Summarize />
                    <Route path=path!("/email") view=Email />
                    <Route path=path!("/image") view=Image />
                    <Route path=path!("/file") view=File />
                    <Route path=path!("/checkout") view=Checkout />
                    <Route path=path!("/purchase") view=Purchase />
                    <Route path=path!("/report") view=Report />
                    <Route path=path!("/tasks") view=Tasks />
                    <Route path=path!("/account") view=Account />
                </Routes>
            </Frame>
        </Router>
    }
}
