import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export const users = defineTable({ name: v.string(), email: v.optional(v.string()) }).index("by_name", ["name"]);
const kinds = v.union(v.object({ kind: v.literal("text"), text: v.string() }), v.object({ kind: v.literal("gap") }));

export default defineSchema({ users, posts: defineTable(kinds) }, { schemaValidation: false });
