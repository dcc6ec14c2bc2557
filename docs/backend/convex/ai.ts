import { action } from "./_generated/server";
import { v } from "convex/values";

/** Summarizes a text in one sentence. */
export const summarize = action({
  args: { text: v.string() },
  returns: v.string(),
  handler: async (_ctx, { text }) => text.split(".")[0],
});
