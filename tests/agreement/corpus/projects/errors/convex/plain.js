import { mutation } from "./_generated/server";
import { ConvexError, v } from "convex/values";

export const stop = mutation({
  args: { at: v.number() },
  returns: v.null(),
  handler: async (ctx, args) => {
    throw new ConvexError({ type: "stopped", at: args.at });
  },
});
