//! What a correct caller writes.

use call_site::api::{ai, users};
use convex_runtime::{Client, Error, use_convex_action, use_convex_mutation};

async fn calls(client: &Client) -> Result<(), Error> {
    let summarize = use_convex_action(client, ai::summarize);
    let text: String = summarize.execute(ai::SummarizeArgs { text: "…".into() }).await?;

    let rename = use_convex_mutation(client, users::update_profile);
    let profile = users::UpdateProfileArgsProfile { name: Some(text), ..Default::default() };
    rename.execute(users::UpdateProfileArgs { user_id: "u1".into(), profile }).await
}

fn main() {
    let _ = calls;
}
