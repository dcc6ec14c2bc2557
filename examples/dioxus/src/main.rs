//! Builds the application for the browser and serves it, with a deployment of its own unless
//! `CONVEX_URL` names one.

#[cfg(not(target_arch = "wasm32"))]
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    use std::{env, path::Path};

    use dioxus_app::server::routes;
    use tokio::net::TcpListener;

    let embedded = match env::var_os("CONVEX_URL") {
        Some(_) => None,
        None => Some(backend::start().await?),
    };
    let url = match &embedded {
        Some(deployment) => deployment.url(),
        None => env::var("CONVEX_URL")?,
    };
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/dioxus-app");
    let profile = if cfg!(debug_assertions) {
        "dev"
    } else {
        "release"
    };
    bundle::bundle("dioxus-app", &assets, profile)?;
    let address = env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:3001".to_owned());
    let listener = TcpListener::bind(address).await?;
    #[expect(clippy::print_stdout, reason = "it is what to open")]
    {
        println!("http://{}", listener.local_addr()?);
    }
    axum::serve(listener, routes(&url, &assets)?).await?;
    Ok(())
}

#[cfg(target_arch = "wasm32")]
fn main() {}
