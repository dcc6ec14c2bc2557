import { action } from "./_generated/server";
import { ConvexError, v } from "convex/values";
import { fingerprint, firstSentence } from "./lib/text";

/** Summarizes a text in one sentence. */
export const summarize = action({
  args: {
    /** The text to summarize; at least a few words. */
    text: v.string(),
  },
  returns: v.string(),
  handler: async (_ctx, { text }) => {
    if (text.trim() === "") {
      throw new ConvexError({ code: "EMPTY_TEXT", message: "There is nothing to summarize." });
    }
    return firstSentence(text);
  },
});

/** Draws a picture of what the prompt describes. */
export const generateImage = action({
  args: {
    prompt: v.string(),
    size: v.optional(v.union(v.literal("256x256"), v.literal("512x512"), v.literal("1024x1024"))),
  },
  returns: v.object({ url: v.string(), width: v.number(), height: v.number() }),
  handler: async (_ctx, { prompt, size = "512x512" }) => {
    const [width, height] = size.split("x").map(Number);
    return { url: `https://images.example/${fingerprint(prompt)}-${size}.png`, width, height };
  },
});
