// @convex-dev/sharded-counter

