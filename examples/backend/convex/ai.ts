import { action } from "./_generated/server";
import { ConvexError, v } from "convex/values";
import { picture } from "./lib/picture";
import { thinking } from "./lib/thinking";

/** Summarizes a text in one sentence. */
export const summarize = action({
  args: { text: v.string() },
  returns: v.string(),
  handler: async (_ctx, { text }) => {
    await thinking();
    const sentence = text.trim().split(/(?<=[.!?])\s/)[0];
    if (sentence === "") {
      throw new ConvexError("There is nothing to summarize.");
    }
    return sentence;
  },
});

/** Draws a picture of what the prompt describes. */
export const generateImage = action({
  args: { prompt: v.string() },
  returns: v.object({ url: v.string(), alt: v.string() }),
  handler: async (_ctx, { prompt }) => {
    await thinking();
    if (prompt.trim() === "") throw new ConvexError("Describe the picture first.");
    return { url: `data:image/svg+xml,${encodeURIComponent(picture(prompt))}`, alt: prompt };
  },
});
