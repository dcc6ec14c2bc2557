import { v } from "convex/values";
import { internalQueryWithAuth, mutationWithAuth, queryWithAuth } from "@convex-dev/convex-lucia-auth";

export const signIn = mutationWithAuth({ args: { email: v.string(), password: v.string() }, handler: async () => "" });
export const me = queryWithAuth({ args: {}, handler: async () => null });
export const hidden = internalQueryWithAuth({ args: { n: v.number() }, handler: async () => 1 });
