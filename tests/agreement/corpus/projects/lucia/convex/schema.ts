import { authTables } from "@convex-dev/convex-lucia-auth";
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  ...authTables({ user: { email: v.string() }, session: { device: v.optional(v.string()) } }),
  notes: defineTable({ text: v.string() }),
});
