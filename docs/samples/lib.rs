//! The samples of the book: each Rust block of a page is a documentation test.

convex_runtime::include_api!();

macro_rules! pages {
    ($($name:ident: $file:literal,)*) => {
        $(
            #[doc = include_str!(concat!("../src/", $file))]
            pub mod $name {}
        )*
    };
}

/// The samples of the README.
#[doc = include_str!(concat!(env!("OUT_DIR"), "/readme.md"))]
pub mod readme {}

pages! {
    introduction: "introduction.md",
    getting_started: "getting-started.md",
    types: "types.md",
    returns: "returns.md",
    actions: "actions.md",
    queries: "queries.md",
    pagination: "pagination.md",
    files: "files.md",
    http_actions: "http-actions.md",
    signing_in: "signing-in.md",
    state: "state.md",
    errors: "errors.md",
    servers: "servers.md",
    command_line: "command-line.md",
    user_interfaces: "user-interfaces.md",
    workers: "workers.md",
    testing: "testing.md",
    serve: "serve.md",
    customising: "customising.md",
    checked_in: "checked-in.md",
    migrating: "migrating.md",
    operating: "operating.md",
    limits: "limits.md",
}
