//! The id of one table where another's is expected.

use call_site::api::users;
use call_site::tables::tasks;
use convex_runtime::{Client, use_convex_mutation};

fn call(client: &Client, task: tasks::Id) {
    let update = use_convex_mutation(client, users::update_profile);
    let _ = update.execute(users::UpdateProfileArgs { user_id: task, profile: Default::default() });
}

fn main() {}
