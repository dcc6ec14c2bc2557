// @convex-dev/crons

// --- class
import { Crons } from "@convex-dev/crons";
export const made = new Crons(components.crons);
export const one = query({ args: {}, handler: async () => 1 });
