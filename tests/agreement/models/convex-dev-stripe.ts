// @convex-dev/stripe

