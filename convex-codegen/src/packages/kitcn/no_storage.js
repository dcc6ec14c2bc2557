// better-convex/orm before 0.7 adds no tables.
// Compared with better-convex 0.0.1 to 0.6.99.

export const storage = {};
