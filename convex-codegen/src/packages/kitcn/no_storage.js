// better-convex/orm before 0.7 adds no tables.
// Compared with better-convex 0.6.4.

export const storage = {};
