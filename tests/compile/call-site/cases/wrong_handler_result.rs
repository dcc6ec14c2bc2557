//! A handler that returns something else than its function.

use call_site::api::ai;
use convex_runtime::testing::Deployment;

fn main() {
    let _ = Deployment::builder().action(ai::summarize, |args| async move { Ok(args.text.len()) });
}
