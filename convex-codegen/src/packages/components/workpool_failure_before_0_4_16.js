// @convex-dev/workpool before 0.4.16: what a result says of a failure.
// Compared with @convex-dev/workpool 0.4.10 to 0.4.12.

import { v } from "convex/values";

export const vFailure = () => v.object({ kind: v.literal("failed"), error: v.string() });
