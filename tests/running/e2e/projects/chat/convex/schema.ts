import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export const body = v.union(
  v.object({ kind: v.literal("text"), text: v.string() }),
  v.object({ kind: v.literal("image"), url: v.string(), width: v.number() }),
);

export default defineSchema({
  channels: defineTable({ name: v.string(), topic: v.optional(v.string()) }).index("by_name", ["name"]),
  messages: defineTable({ channel: v.id("channels"), author: v.string(), body }).index("by_channel", ["channel"]),
});
