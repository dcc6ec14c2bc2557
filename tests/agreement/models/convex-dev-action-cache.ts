// @convex-dev/action-cache

