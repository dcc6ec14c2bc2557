import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { address } from "./types";

export default defineSchema({
  /** People; see https://example.com/[users]. */
  users: defineTable({
    name: v.string(),
    /** Where they <b>live</b>. */
    home: v.optional(address),
    id: v.object({ value: v.string() }),
    doc: v.union(v.literal("a"), v.literal("b"), v.null()),
  }).index("by_name", ["name"]),
  events: defineTable(
    v.union(
      v.object({ kind: v.literal("in"), at: v.number() }),
      v.object({ kind: v.literal("out"), at: v.number(), why: v.optional(v.string()) }),
    ),
  ),
  anything: defineTable(v.any()),
  self: defineTable({ parent: v.union(v.id("self"), v.null()), tables: v.id("tables") }),
  tables: defineTable({}),
});
