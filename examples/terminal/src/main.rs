//! Runs on this terminal, against the deployment that `CONVEX_URL` names, or one inside this
//! process.

use std::env;

use convex_runtime::Client;
use terminal::App;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let embedded = match env::var_os("CONVEX_URL") {
        Some(_) => None,
        None => Some(backend::start().await?),
    };
    let client = match &embedded {
        Some(deployment) => Client::new(&deployment.url())?,
        None => Client::from_env()?,
    };
    let mut terminal = ratatui::try_init()?;
    let ended = App::new(&client).run(&mut terminal).await;
    ratatui::restore();
    ended
}
