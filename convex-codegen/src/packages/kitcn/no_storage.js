// better-convex/orm before 0.7 adds no tables.

export const storage = {};
