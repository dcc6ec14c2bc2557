//! Works until Ctrl-C, on the deployment that `CONVEX_URL` names, or on one inside this process
//! that has some jobs.
#![expect(clippy::print_stdout, reason = "it says what it does")]

use std::{env, time::Duration};

use convex_runtime::{Client, Route};
use tokio::signal::ctrl_c;
use worker::{
    api::jobs,
    deployment::{self, Jobs},
    work,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let embedded = match env::var_os("CONVEX_URL") {
        Some(_) => None,
        None => Some(deployment::start(&Jobs::default()).await?),
    };
    let client = Client::builder().route(Route::Socket);
    let client = match &embedded {
        Some(deployment) => client.url(deployment.url()).build()?,
        None => client.build()?,
    };
    if embedded.is_some() {
        for text in ["resize a picture", "send the digest", "count the votes"] {
            client
                .mutation(
                    jobs::add,
                    jobs::AddArgs {
                        text: text.to_owned(),
                    },
                )
                .await?;
        }
    }
    println!("works; Ctrl-C ends it");
    let perform = async |text: String| {
        println!("performs: {text}");
        tokio::time::sleep(Duration::from_millis(300)).await;
        println!("done:     {text}");
        format!("{text}: done")
    };
    tokio::select! {
        ended = work(&client, "worker-1", perform) => ended?,
        stop = ctrl_c() => stop?,
    }
    client.close(Duration::from_secs(5)).await;
    Ok(())
}
