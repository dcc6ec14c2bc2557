// @convex-dev/stripe

// --- classes
import { StripeSubscriptions } from "@convex-dev/stripe";
export const stripe = new StripeSubscriptions(components.stripe, {});
export const one = query({ args: {}, handler: async () => 1 });
