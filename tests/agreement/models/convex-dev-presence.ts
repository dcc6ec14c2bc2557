// @convex-dev/presence

