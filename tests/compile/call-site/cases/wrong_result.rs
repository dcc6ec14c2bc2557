//! The result used as something it is not.

use call_site::api::payments;
use convex_runtime::{Client, Error, use_convex_action};

async fn call(client: &Client, args: payments::ProcessArgs) -> Result<(), Error> {
    let process = use_convex_action(client, payments::process);
    let success: String = process.execute(args).await?.success;
    drop(success);
    Ok(())
}

fn main() {}
