//! Serves the routes, in front of a deployment inside this process unless `CONVEX_URL` names
//! one.

use std::env;

use convex_runtime::{Client, testing::Identity};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let embedded = match env::var_os("CONVEX_URL") {
        Some(_) => None,
        None => Some(server::embedded::functions().start().await?),
    };
    let client = match &embedded {
        Some(deployment) => Client::new(&deployment.url())?,
        None => Client::from_env()?,
    };
    let address = env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:3002".to_owned());
    let listener = TcpListener::bind(address).await?;
    #[expect(clippy::print_stdout, reason = "it is what to call, and as who")]
    {
        println!("http://{}/notes", listener.local_addr()?);
        if let Some(deployment) = &embedded {
            println!("TOKEN={}", deployment.token(Identity::new("ada")));
        }
    }
    axum::serve(listener, server::routes(client)).await?;
    Ok(())
}
