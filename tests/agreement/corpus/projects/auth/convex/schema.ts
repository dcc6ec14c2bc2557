import { authTables } from "@convex-dev/auth/server";
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

const { users, ...otherAuthTables } = authTables;

export default defineSchema({
  ...otherAuthTables,
  users: defineTable({
    ...users.validator.fields,
    role: v.optional(v.union(v.literal("admin"), v.literal("user"))),
    favorite: v.optional(v.id("things")),
  }).index("email", ["email"]),
  things: defineTable({ owner: v.id("users"), name: v.string() }).index("by_owner", ["owner"]),
});
