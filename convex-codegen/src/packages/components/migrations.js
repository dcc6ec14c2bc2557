// @convex-dev/migrations
// Compared with @convex-dev/migrations 0.2.1 to 0.3.6.

import { internalMutationGeneric } from "convex/server";
import { v } from "convex/values";
import { since } from "convex#versions";

const has = (version) => since("@convex-dev/migrations", version);

const args = {
  fn: v.optional(v.string()),
  cursor: v.optional(v.union(v.string(), v.null())),
  batchSize: v.optional(v.number()),
  dryRun: v.optional(v.boolean()),
  next: v.optional(v.array(v.string())),
  ...(has("0.3.3") && { reset: v.optional(v.boolean()) }),
  ...(has("0.3.4") && { oneBatchOnly: v.optional(v.boolean()) }),
};

export const DEFAULT_BATCH_SIZE = 100;

export class Migrations {
  constructor(component, options) {
    this.options = options;
  }

  runner() {
    return internalMutationGeneric({ args, handler: () => undefined });
  }

  define() {
    const internalMutation = this.options?.internalMutation ?? internalMutationGeneric;
    return internalMutation({ args, handler: () => undefined });
  }
}

const run = () => undefined;
export const runToCompletion = run;
export const getTransactionMetrics = run;
