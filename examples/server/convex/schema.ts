import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  /** What somebody wrote down. */
  notes: defineTable({
    /** The `subject` of the author's token. */
    author: v.string(),
    text: v.string(),
  }).index("by_author", ["author"]),
});
