// What conditions are made of in @convex-dev/better-auth, and in packages that began as its copy.

import { v } from "convex/values";
import { literals } from "convex-helpers/validators";

/** Written anew for each condition: they have no names of their own. */
export const conditionParts = () => ({
  operator: v.optional(
    literals("lt", "lte", "gt", "gte", "eq", "in", "not_in", "ne", "contains", "starts_with", "ends_with"),
  ),
  value: v.union(
    v.string(),
    v.number(),
    v.boolean(),
    v.array(v.string()),
    v.array(v.number()),
    v.null(),
  ),
  connector: v.optional(literals("AND", "OR")),
  mode: v.optional(literals("sensitive", "insensitive")),
});
