//! A string where the validator wants a number.

use call_site::api::payments;
use convex_runtime::{Client, use_convex_action};

fn call(client: &Client) {
    let process = use_convex_action(client, payments::process);
    let _ = process.execute(payments::ProcessArgs { amount: "19.99", currency: "EUR".into() });
}

fn main() {}
