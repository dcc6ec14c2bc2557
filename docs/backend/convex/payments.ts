import { action, internalMutation } from "./_generated/server";
import { ConvexError, v } from "convex/values";

/** Charges the customer's default card, once per call. */
export const charge = action({
  args: {
    /** In the currency's smallest unit: 1999 is 19.99. */
    amount: v.number(),
    /** ISO 4217 code, in capitals. */
    currency: v.string(),
  },
  returns: v.object({ transactionId: v.string() }),
  handler: async (_ctx, args) => {
    if (args.amount > 100_000) throw new ConvexError({ code: "TOO_MUCH", limit: 100_000 });
    if (args.currency !== "EUR") throw new ConvexError({ code: "CARD_DECLINED", message: "The card is for euros." });
    return { transactionId: "tx_1" };
  },
});

/** Forgets charges older than `before`. */
export const purge = internalMutation({
  args: { before: v.number() },
  returns: v.number(),
  handler: async () => 0,
});
