//! A mutation given to `use_convex_action`.

use call_site::api::users;
use convex_runtime::{Client, use_convex_action};

fn call(client: &Client) {
    let _ = use_convex_action(client, users::update_profile);
}

fn main() {}
