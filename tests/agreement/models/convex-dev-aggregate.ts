// @convex-dev/aggregate

// --- classes
import { TableAggregate } from "@convex-dev/aggregate";
export const aggregate = new TableAggregate(components.aggregate, { sortKey: () => 0 });
export const trigger = aggregate.trigger();
export const one = query({ args: {}, handler: async () => 1 });
