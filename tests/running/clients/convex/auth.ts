import { query } from "./_generated/server";
import { v } from "convex/values";

/** The subject of the caller. */
export const who = query({
  args: {},
  returns: v.union(v.string(), v.null()),
  handler: async (ctx) => (await ctx.auth.getUserIdentity())?.subject ?? null,
});
