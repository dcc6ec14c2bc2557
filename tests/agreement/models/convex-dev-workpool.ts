// @convex-dev/workpool

// --- pool
import { Workpool } from "@convex-dev/workpool";
export const pool = new Workpool(components.emailPool, { maxParallelism: 4 });
export const done = pool.defineOnComplete({ context: v.object({ jobId: v.id("jobs") }), handler: async () => {} });
export const doneAny = pool.defineOnComplete({ handler: async () => {} });
// --- args
import { vOnCompleteArgs } from "@convex-dev/workpool";
export const finished = internalMutation({ args: vOnCompleteArgs(v.string()), handler: async () => {} });
