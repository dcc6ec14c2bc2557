//! No name collides with Leptos's prelude, even where both are imported by globs.

#[allow(
    unused_imports,
    clippy::wildcard_imports,
    reason = "a collision shows where a name is used"
)]
use convex_leptos::*;
#[allow(
    unused_imports,
    clippy::wildcard_imports,
    reason = "a collision shows where a name is used"
)]
use leptos::prelude::*;

use crate::backend::{ADD, LIST, PAGES, PagesArgs, PagesReturns, SHOUT, Text, text};

const UPLOAD_URL: convex_runtime::Mutation<(), String> =
    convex_runtime::Mutation::new("files:upload");
const FILE_URL: convex_runtime::Query<(), Option<String>> = convex_runtime::Query::new("files:url");

/// Names each public item; it does not run, as it would need a component.
#[expect(dead_code, reason = "it compiles, which is what is tested")]
fn all() {
    provide_convex(use_convex());
    let _: ConvexCall<Text, String> = use_convex_action(SHOUT);
    let _: ConvexCall<Text, i64> = use_convex_mutation(ADD);
    let _: ConvexQuery<Text, Vec<String>> = use_convex_query(LIST, || text(""));
    let _ = use_convex_connection_state();
    let _ = read_file;
    let _: ConvexPaginatedQuery<PagesArgs, PagesReturns> =
        use_convex_paginated_query(PAGES, || (), 1);
    let _: ConvexFileUpload<()> = use_convex_file_upload(UPLOAD_URL);
    let _: ConvexUploadQueue<()> = use_convex_upload_queue(UPLOAD_URL);
    let _ = use_convex_storage_url(FILE_URL, || ());
    let _: ConvexAuth = use_convex_auth();
    let _ = (Authenticated, Unauthenticated, AuthLoading);
}
