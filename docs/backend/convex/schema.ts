import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  users: defineTable({ name: v.string(), email: v.string() }).index("by_email", ["email"]),
  /** What there is to do. */
  tasks: defineTable({
    title: v.string(),
    status: v.union(v.literal("todo"), v.literal("in-progress"), v.literal("done")),
    /** In milliseconds since 1970. */
    due: v.optional(v.number()),
    owner: v.id("users"),
  }).index("by_owner", ["owner"]),
  messages: defineTable({
    author: v.string(),
    body: v.union(
      v.object({ kind: v.literal("text"), text: v.string() }),
      v.object({ kind: v.literal("image"), url: v.string(), alt: v.optional(v.string()) }),
    ),
  }),
});
