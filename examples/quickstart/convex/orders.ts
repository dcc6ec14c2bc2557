import { mutation } from "./_generated/server";
import { v } from "convex/values";

/** Creates an order for a payment that went through. */
export const create = mutation({
  args: {
    items: v.array(v.object({ sku: v.string(), quantity: v.number() })),
    transactionId: v.string(),
  },
  returns: v.id("orders"),
  handler: async (ctx, order) => ctx.db.insert("orders", order),
});
