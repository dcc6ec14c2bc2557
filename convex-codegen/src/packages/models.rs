//! What well-known packages export, as modules in JavaScript that the evaluator runs in their place.
//!
//! They say what reaches a validator, a table or a function's registration, and nothing of what happens at run time.
//! Nothing of a package needs to be installed. `tests/agreement/corpus` compares what comes out of them with what the packages themselves
//! give under Node.

use crate::source::Version;

/// A module that stands in for one of a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Model {
    /// How messages name it.
    pub path: &'static str,
    /// Its source.
    pub text: &'static str,
    /// Whether it holds for every version of the package that is in use.
    pub every_version: bool,
}

/// What a module was before its package changed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earlier {
    /// The package.
    pub package: &'static str,
    /// The version that changed it.
    pub change: Version,
    /// The module before.
    pub model: Model,
}

macro_rules! earlier {
    ($($specifier:literal: $package:literal [$($change:expr => $path:literal),+]),* $(,)?) => {
        /// What the module that `specifier` imports was in earlier versions, the earliest first.
        pub fn earlier(specifier: &str) -> &'static [Earlier] {
            match specifier {
                $($specifier => &[$(Earlier {
                    package: $package,
                    change: $change,
                    model: Model { path: $path, text: include_str!($path), every_version: false },
                }),+],)*
                _ => &[],
            }
        }
    };
}

earlier! {
    "@convex-dev/workpool#failure": "@convex-dev/workpool"
        [[0, 4, 16] => "components/workpool_failure_before_0_4_16.js"],
    "@convex-dev/static-hosting": "@convex-dev/static-hosting"
        [[0, 2, 0] => "components/static_hosting_before_0_2.js"],
    "@convex-dev/auth/server": "@convex-dev/auth"
        [[0, 0, 73] => "components/convex_auth_before_0_0_73.js"],
    "better-convex/orm#storage": "better-convex"
        [[0, 7, 0] => "kitcn/no_storage.js", [0, 11, 0] => "kitcn/unknown.js"],
    "kitcn/auth#condition": "kitcn" [[0, 13, 0] => "kitcn/unknown.js"],
}

macro_rules! models {
    ($($($specifier:literal)|+ => $path:literal),* $(,)?) => {
        /// The model of the module that `specifier` imports.
        pub fn model(specifier: &str) -> Option<Model> {
            match specifier {
                $($($specifier)|+ => Some(Model {
                    path: $path,
                    text: include_str!($path),
                    every_version: !$path.starts_with("components/"),
                }),)*
                _ => None,
            }
        }
    };
}

models! {
    "convex/server" => "convex_server.js",
    "convex/values" => "convex_values.js",
    "convex-helpers" => "convex_helpers/index.js",
    "convex-helpers/validators" => "convex_helpers/validators.js",
    "convex-helpers/server" => "convex_helpers/server.js",
    "convex-helpers/server/crud" => "convex_helpers/crud.js",
    "convex-helpers/server/customFunctions" => "convex_helpers/custom_functions.js",
    "convex-helpers/server/migrations" => "convex_helpers/migrations.js",
    "convex-helpers/server/rateLimit" => "convex_helpers/rate_limit.js",
    "convex-helpers/server/retries" => "convex_helpers/retries.js",
    "convex-helpers/server/rowLevelSecurity" => "convex_helpers/row_level_security.js",
    "convex-helpers/server/sessions" => "convex_helpers/sessions.js",
    "convex-helpers/server/triggers" => "convex_helpers/triggers.js",
    "convex-helpers/server/compare"
        | "convex-helpers/server/filter"
        | "convex-helpers/server/pagination"
        | "convex-helpers/server/relationships"
        | "convex-helpers/server/stream" => "convex_helpers/at_run_time.js",
    "convex-helpers/server/zod#custom" => "zod/custom.js",
    "convex-helpers/server/zod#scalars" => "zod/scalars.js",
    "convex-helpers/server/zod" | "convex-helpers/server/zod3" => "zod/zod3.js",
    "convex-helpers/server/zod4" => "zod/zod4.js",
    "zod" | "zod/v3" | "zod/v4" | "zod/v4/core" => "zod/zod.js",
    "zodvex" => "zodvex.js",
    "convex-ents" => "convex_ents.js",
    "kitcn/server" | "better-convex/server" => "kitcn/server.js",
    "kitcn/auth" => "components/kitcn_auth.js",
    "kitcn/auth#condition" => "kitcn/condition.js",
    "kitcn/auth#runtime" => "kitcn/auth.js",
    "kitcn/orm" => "components/kitcn_orm.js",
    "kitcn/orm#columns" => "kitcn/columns.js",
    "kitcn/orm#table" => "kitcn/table.js",
    "kitcn/orm#tables" => "kitcn/tables.js",
    "kitcn/orm#schema" => "kitcn/schema.js",
    "kitcn/orm#storage" => "kitcn/storage.js",
    "better-convex/auth" => "components/better_convex_auth.js",
    "better-convex/orm" => "components/better_convex_orm.js",
    "better-convex/orm#storage" => "kitcn/earlier_storage.js",
    "@convex-dev/convex-lucia-auth" => "components/convex_lucia_auth.js",
    "@convex-dev/auth/server" | "@convex-dev/auth/server#current" => "components/convex_auth.js",
    "@convex-dev/action-retrier" => "components/action_retrier.js",
    "@convex-dev/agent" => "components/agent.js",
    "@convex-dev/agent/validators" => "components/agent_validators.js",
    "@convex-dev/action-cache"
        | "@convex-dev/aggregate"
        | "@convex-dev/crons"
        | "@convex-dev/expo-push-notifications"
        | "@convex-dev/presence"
        | "@convex-dev/sharded-counter"
        | "@convex-dev/stripe"
        | "convex-helpers/server/hono" => "components/at_run_time.js",
    "@convex-dev/batch-worker" => "components/batch_worker.js",
    "@convex-dev/better-auth" => "components/better_auth.js",
    "@convex-dev/better-auth#condition" => "components/better_auth_condition.js",
    "@convex-dev/geospatial" => "components/geospatial.js",
    "@convex-dev/migrations" => "components/migrations.js",
    "@convex-dev/persistent-text-streaming" => "components/persistent_text_streaming.js",
    "@convex-dev/polar" => "components/polar.js",
    "@convex-dev/prosemirror-sync" => "components/prosemirror_sync.js",
    "@convex-dev/r2" => "components/r2.js",
    "@convex-dev/rag" => "components/rag.js",
    "@convex-dev/rate-limiter" => "components/rate_limiter.js",
    "@convex-dev/resend" => "components/resend.js",
    "@convex-dev/static-hosting" => "components/static_hosting.js",
    "@convex-dev/twilio" => "components/twilio.js",
    "@convex-dev/workflow" => "components/workflow.js",
    "@convex-dev/workpool" => "components/workpool.js",
    "@convex-dev/workos-authkit" => "components/workos_authkit.js",
    "@convex-dev/workpool#failure" => "components/workpool_failure.js",
}
