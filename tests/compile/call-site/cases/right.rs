//! Correct calls.

use call_site::api::{ai, users};
use convex_runtime::{
    Client, Error,
    testing::{Deployment, State},
    use_convex_action, use_convex_mutation,
};

async fn calls(client: &Client) -> Result<(), Error> {
    let summarize = use_convex_action(client, ai::summarize);
    let text: String = summarize.execute(ai::SummarizeArgs { text: "…".into() }).await?;

    let rename = use_convex_mutation(client, users::update_profile);
    let profile = users::Profile { name: Some(text), ..Default::default() };
    rename.execute(users::UpdateProfileArgs { user_id: "u1".into(), profile }).await
}

async fn handlers() -> std::io::Result<Deployment> {
    let names = State::new(Vec::new());
    Deployment::builder()
        .action(ai::summarize, async |args| Ok(args.text))
        .mutation_on(users::update_profile, &names, |names, args| {
            names.extend(args.profile.name);
            Ok(())
        })
        .start()
        .await
}

fn main() {
    let _ = (calls, handlers);
}
