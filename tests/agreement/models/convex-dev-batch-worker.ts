// @convex-dev/batch-worker

// --- worker
import * as worker from "@convex-dev/batch-worker";
const made = new worker.BatchWorker(components.batchWorker, {});
export const work = made.define ? made.define({ args: { a: v.string() }, handler: async () => {} }) : null;
