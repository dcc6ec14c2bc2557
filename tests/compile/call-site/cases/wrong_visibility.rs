//! An internal function on a public client.

use call_site::internal::payments;
use convex_runtime::{Client, use_convex_mutation};

fn call(client: &Client) {
    let _ = use_convex_mutation(client, payments::record_charge);
}

fn main() {}
