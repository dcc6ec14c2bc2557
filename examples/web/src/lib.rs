//! A web application on Convex: rendered on the server, live in the browser.
//!
//! `pages` holds a file per scenario, each short enough to copy. `server` is what
//! `cargo run -p web` starts: it builds this very crate for the browser and serves it, with a
//! deployment inside its own process unless `CONVEX_URL` names another.

mod app;
mod highlight;
mod layout;
mod pages;
#[cfg(not(target_arch = "wasm32"))]
pub mod server;
mod session;

/// Makes the page that the server rendered interactive.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
    if let Some(root) = leptos::prelude::document().document_element() {
        // For style sheets and tests: from here on, buttons do something.
        let _ = root.set_attribute("data-hydrated", "");
    }
    if let Some(performance) = leptos::prelude::window().performance() {
        let _ = performance.mark("hydrated");
    }
}
