// @convex-dev/action-cache

// --- class
import { ActionCache } from "@convex-dev/action-cache";
export const made = new ActionCache(components.cache, { action: internal.a.b });
export const one = query({ args: {}, handler: async () => 1 });
