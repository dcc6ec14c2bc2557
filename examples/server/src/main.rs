//! Serves the routes in front of the deployment that `CONVEX_URL` names.

use convex_runtime::Client;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    axum::serve(listener, server::routes(client)).await?;
    Ok(())
}
