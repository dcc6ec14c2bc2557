//! Builds the application for the browser and serves it, with a deployment of its own unless
//! `CONVEX_URL` names one.

#[cfg(not(target_arch = "wasm32"))]
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    use std::{env, path::Path};

    use tokio::net::TcpListener;
    use web::server::{Backend, routes};

    let backend = match env::var("CONVEX_URL") {
        Ok(url) => Backend::at(&url)?,
        Err(_) => Backend::embedded().await?,
    };
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/web");
    let profile = if cfg!(debug_assertions) {
        "dev"
    } else {
        "release"
    };
    bundle::bundle("web", &assets.join("pkg"), profile)?;
    let address = env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(address).await?;
    #[expect(clippy::print_stdout, reason = "it is what to open")]
    {
        println!("http://{}", listener.local_addr()?);
    }
    axum::serve(listener, routes(&backend, &assets)).await?;
    Ok(())
}

#[cfg(target_arch = "wasm32")]
fn main() {}
