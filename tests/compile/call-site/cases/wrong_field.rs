//! An argument that the function does not have.

use call_site::api::ai;
use convex_runtime::{Client, use_convex_action};

fn call(client: &Client) {
    let summarize = use_convex_action(client, ai::summarize);
    let _ = summarize.execute(ai::SummarizeArgs { txt: String::new() });
}

fn main() {}
