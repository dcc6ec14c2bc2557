//! The Dioxus example in a window of its own, with a deployment inside its process unless
//! `CONVEX_URL` names one.

use std::{env, error::Error};

use convex_runtime::{Client, Route};
use dioxus::{
    LaunchBuilder,
    desktop::{Config, LogicalSize, WindowBuilder},
};
use dioxus_app::{App, STYLE};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // Runs for as long as this is there.
    let mut deployment = None;
    let url = match env::var("CONVEX_URL") {
        Ok(url) => url,
        Err(_) => deployment.insert(backend::start().await?).url(),
    };
    let client = Client::builder().url(url).route(Route::Socket).build()?;
    let window = WindowBuilder::new()
        .with_title("Convex in Dioxus")
        .with_inner_size(LogicalSize::new(960.0, 720.0));
    let config = Config::new()
        .with_window(window)
        .with_custom_head(format!("<style>{STYLE}</style>"));
    LaunchBuilder::new()
        .with_cfg(config)
        .with_context(client)
        .launch(App);
    Ok(())
}
