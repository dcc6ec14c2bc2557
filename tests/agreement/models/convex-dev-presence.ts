// @convex-dev/presence

// --- class
import { Presence } from "@convex-dev/presence";
export const made = new Presence(components.presence);
export const one = query({ args: {}, handler: async () => 1 });
