import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { Notes } from "./notes";

export default defineSchema({
  notes: Notes.table.index("by_owner", ["owner"]),
  users: defineTable({ name: v.string() }),
});
