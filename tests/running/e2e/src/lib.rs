//! The bindings of the quickstart's backend, as its users have them, of the backends in `projects`,
//! and of components of npm packages.

convex_runtime::include_api!();

/// Ents with edges between them.
pub mod blog {
    convex_runtime::include_api!("blog");
}

/// Builders and validators of `convex-helpers`, pages and identities.
pub mod chat {
    convex_runtime::include_api!("chat");
}

/// Bytes, records, unions of scalars, storage and the scheduler.
pub mod notes {
    convex_runtime::include_api!("notes");
}

/// Validators made of zod schemas.
pub mod shop {
    convex_runtime::include_api!("shop");
}

/// No `returns` at all: results have the types of `convex-types.d.ts`.
pub mod tracker {
    convex_runtime::include_api!("tracker");
}

/// Components of Convex's npm packages, as the packages ship them.
pub mod packages {
    /// Results of actions, kept for a while.
    pub mod action_cache {
        convex_runtime::include_api!("action_cache");
    }

    /// Actions that run again when they fail.
    pub mod action_retrier {
        convex_runtime::include_api!("action_retrier");
    }

    /// Sums and ranks in a tree.
    pub mod aggregate {
        convex_runtime::include_api!("aggregate");
    }

    /// Texts that come in chunks.
    pub mod persistent_text_streaming {
        convex_runtime::include_api!("persistent_text_streaming");
    }

    /// Presence of users in rooms.
    pub mod presence {
        convex_runtime::include_api!("presence");
    }

    /// Counters that many write to.
    pub mod sharded_counter {
        convex_runtime::include_api!("sharded_counter");
    }
}
