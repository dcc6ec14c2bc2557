import { v } from "convex/values";
import { action, mutation } from "./_generated/server";

export const charge = action({
  args: {
    amount: v.number(),
    currency: v.union(v.literal("EUR"), v.literal("USD"), v.literal("GBP")),
  },
  returns: v.object({ id: v.string() }),
  handler: async () => ({ id: "" }),
});

export const record = mutation({
  args: { amount: v.number() },
  returns: v.null(),
  handler: async () => null,
});

export const refund = mutation({ args: { id: v.string() }, returns: v.null(), handler: async () => null });
