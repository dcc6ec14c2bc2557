// @convex-dev/workpool: what a result says of a failure.
// Compared with @convex-dev/workpool 0.4.16.

import { v } from "convex/values";

export const vFailure = () => v.object({ kind: v.literal("failed"), error: v.string(), errorData: v.optional(v.any()) });
