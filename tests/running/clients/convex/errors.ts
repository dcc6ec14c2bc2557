import { action, mutation, query } from "./_generated/server";
import { ConvexError } from "convex/values";

/** Throws its argument as the data of a `ConvexError`. */
export const refuse = query({
  handler: async (_ctx, args) => {
    throw new ConvexError(args);
  },
});

/** Throws its argument as the data of a `ConvexError`. */
export const refuseMutation = mutation({
  handler: async (_ctx, args) => {
    throw new ConvexError(args);
  },
});

/** Throws a plain error. */
export const fail = action({
  args: {},
  handler: async () => {
    throw new Error("boom");
  },
});
