//! A handler registered as a query, for an action.

use call_site::api::ai;
use convex_runtime::testing::Deployment;

fn main() {
    let _ = Deployment::builder().query(ai::summarize, |args| async move { Ok(args.text) });
}
