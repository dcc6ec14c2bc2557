import { action, mutation } from "./_generated/server";
import { ConvexError, v } from "convex/values";
import { thinking } from "./lib/thinking";

/** Returns where a file may be sent. */
export const generateUploadUrl = mutation({
  args: {},
  returns: v.string(),
  handler: async (ctx) => ctx.storage.generateUploadUrl(),
});

/** Counts what is in a text file. */
export const process = action({
  args: { storageId: v.id("_storage") },
  returns: v.object({ bytes: v.number(), lines: v.number(), words: v.number() }),
  handler: async (ctx, { storageId }) => {
    await thinking();
    const file = await ctx.storage.get(storageId);
    if (file === null) throw new ConvexError("The file is not there any more.");
    const text = await file.text();
    return {
      bytes: file.size,
      lines: text.split("\n").length,
      words: text.split(/\s+/).filter((word) => word !== "").length,
    };
  },
});
