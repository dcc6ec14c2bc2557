import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  /** Work that a program outside of Convex does. */
  jobs: defineTable({
    text: v.string(),
    state: v.union(v.literal("waiting"), v.literal("taken"), v.literal("done")),
    /** Who has taken it. */
    worker: v.optional(v.string()),
    result: v.optional(v.string()),
  }).index("by_state", ["state"]),
});
