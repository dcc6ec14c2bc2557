// @convex-dev/sharded-counter

// --- class
import { ShardedCounter } from "@convex-dev/sharded-counter";
export const made = new ShardedCounter(components.counter, { shards: { a: 2 } });
export const one = query({ args: {}, handler: async () => 1 });
