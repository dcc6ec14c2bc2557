import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  tasks: defineTable({
    title: v.string(),
    status: v.union(v.literal("todo"), v.literal("in-progress"), v.literal("done")),
    due: v.optional(v.number()),
    owner: v.id("users"),
    attachment: v.bytes(),
    revision: v.int64(),
    extra: v.any(),
    scores: v.record(v.string(), v.number()),
  }).index("by_owner", ["owner"]),
  users: defineTable({ name: v.string(), plan: v.optional(v.string()) }),
  messages: defineTable(
    v.union(
      v.object({ kind: v.literal("text"), text: v.string() }),
      v.object({ kind: v.literal("image"), url: v.string() }),
    ),
  ),
});
