//! The application in a window, against the deployment that `CONVEX_URL` names, or one inside this process.

use convex_runtime::Client;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Runtime::new()?;
    // Subscriptions and calls run on it, and the deployment too.
    let _guard = runtime.enter();
    let embedded = match std::env::var_os("CONVEX_URL") {
        Some(_) => None,
        None => Some(runtime.block_on(backend::start())?),
    };
    let client = match &embedded {
        Some(deployment) => Client::new(&deployment.url())?,
        None => Client::from_env()?,
    };
    dioxus::LaunchBuilder::desktop().with_context(client).launch(dioxus_app::App);
    Ok(())
}
