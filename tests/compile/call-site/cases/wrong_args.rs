//! The arguments of another function.

use call_site::api::{ai, payments};
use convex_runtime::{Client, use_convex_action};

fn call(client: &Client, args: ai::SummarizeArgs) {
    let process = use_convex_action(client, payments::process);
    let _ = process.execute(args);
}

fn main() {}
