// @convex-dev/crons

