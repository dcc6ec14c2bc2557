// @convex-dev/persistent-text-streaming

