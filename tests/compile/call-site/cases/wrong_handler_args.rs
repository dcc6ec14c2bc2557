//! A handler that takes the arguments of another function.

use call_site::api::{ai, emails};
use convex_runtime::testing::Deployment;

fn main() {
    let _ = Deployment::builder().action(ai::summarize, |args: emails::SendArgs| async move { Ok(args.to) });
}
