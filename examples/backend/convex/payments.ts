import { action } from "./_generated/server";
import { ConvexError, v } from "convex/values";
import { thinking } from "./lib/thinking";

/** Opens a checkout and returns the page on which the customer pays. */
export const createCheckoutSession = action({
  args: { priceId: v.string(), successUrl: v.string(), cancelUrl: v.string() },
  returns: v.object({ url: v.string() }),
  handler: async (_ctx, { priceId, successUrl, cancelUrl }) => {
    await thinking();
    const checkout = new URL("/pay", successUrl);
    checkout.searchParams.set("price", priceId);
    checkout.searchParams.set("success", successUrl);
    checkout.searchParams.set("cancel", cancelUrl);
    return { url: checkout.href };
  },
});

/** Charges the customer's default card, once per call. */
export const charge = action({
  args: { item: v.string(), amount: v.number() },
  returns: v.object({ transactionId: v.string() }),
  handler: async (_ctx, { item, amount }) => {
    await thinking();
    if (amount <= 0) throw new ConvexError({ code: "CARD_DECLINED", message: "The card was declined." });
    return { transactionId: `tx_${item.length}_${amount}` };
  },
});
