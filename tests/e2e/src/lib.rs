//! The bindings of the quickstart's backend, as its users have them, and of the backends in `projects`.

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
