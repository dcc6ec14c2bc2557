// convex-helpers/server/retries
// Compared with convex-helpers 0.1.64 to 0.1.135.

import { internalMutationGeneric } from "convex/server";
import { v } from "convex/values";

export const makeActionRetrier = () => ({
  runWithRetries: () => undefined,
  retry: internalMutationGeneric({
    args: {
      job: v.optional(v.id("_scheduled_functions")),
      action: v.string(),
      actionArgs: v.any(),
      waitBackoff: v.number(),
      retryBackoff: v.number(),
      base: v.number(),
      maxFailures: v.number(),
    },
    handler: () => undefined,
  }),
});
