import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  /** People who may sign in. */
  users: defineTable({
    name: v.string(),
    email: v.string(),
    /** Shown beside the name. */
    avatarUrl: v.optional(v.string()),
  }).index("by_email", ["email"]),

  /** Something to do, with the summary that the model wrote of it. */
  tasks: defineTable({
    userId: v.id("users"),
    text: v.string(),
    summary: v.string(),
    status: v.union(v.literal("todo"), v.literal("in-progress"), v.literal("done")),
    /** When it is due, in milliseconds since the epoch. */
    due: v.optional(v.number()),
  }).index("by_user", ["userId"]),

  /** Mails that were handed to the mail service. */
  emails: defineTable({
    to: v.string(),
    subject: v.string(),
    body: v.string(),
    messageId: v.string(),
  }),

  /** Money that was taken. */
  charges: defineTable({
    /** In the currency's smallest unit. */
    amount: v.number(),
    currency: v.string(),
    transactionId: v.string(),
  }).index("by_transaction", ["transactionId"]),

  orders: defineTable({
    items: v.array(v.object({ sku: v.string(), quantity: v.number() })),
    transactionId: v.string(),
  }),
});
