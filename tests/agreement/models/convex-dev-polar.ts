// @convex-dev/polar

// --- api
import { Polar } from "@convex-dev/polar";
const polar = new Polar(components.polar, { products: {}, getUserInfo: async () => ({ userId: "", email: "" }) });
export const { changeCurrentSubscription, cancelCurrentSubscription, getConfiguredProducts, listAllProducts, generateCheckoutLink, generateCustomerPortalUrl, listAllSubscriptions } = polar.api();
