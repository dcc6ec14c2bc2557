// @convex-dev/convex-lucia-auth

// --- functions
import { internalQueryWithAuth, mutationWithAuth, queryWithAuth } from "@convex-dev/convex-lucia-auth";
export const signIn = mutationWithAuth({ args: { email: v.string(), password: v.string() }, handler: async () => "" });
export const me = queryWithAuth({ args: {}, handler: async () => null });
export const hidden = internalQueryWithAuth({ args: { n: v.number() }, handler: async () => 1 });
// --- schema
import { authTables } from "@convex-dev/convex-lucia-auth";
import { defineSchema } from "convex/server";
export default defineSchema({ ...authTables({ user: { email: v.string() }, session: { device: v.optional(v.string()) } }) });
