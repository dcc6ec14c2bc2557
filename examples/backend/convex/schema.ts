import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  /** Something to do, on one list for everybody. */
  tasks: defineTable({ text: v.string(), done: v.boolean() }),

  /** What was bought. */
  orders: defineTable({ item: v.string(), transactionId: v.string() }),

  /** What a person wrote down, for that person alone. */
  notes: defineTable({ author: v.string(), text: v.string() }).index("by_author", ["author"]),
});
