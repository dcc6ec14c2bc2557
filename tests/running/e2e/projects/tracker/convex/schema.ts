import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  tasks: defineTable({
    title: v.string(),
    status: v.union(v.literal("todo"), v.literal("in-progress"), v.literal("done")),
    due: v.optional(v.number()),
    revision: v.int64(),
  }).index("by_status", ["status"]),
});
