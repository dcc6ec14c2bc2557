import { action } from "./_generated/server";
import { v } from "convex/values";

/** Counts what is in a text file. */
export const process = action({
  args: { fileName: v.string(), content: v.bytes() },
  returns: v.object({
    fileName: v.string(),
    /** Size in bytes. */
    size: v.int64(),
    lines: v.number(),
  }),
  handler: async (_ctx, { fileName, content }) => ({
    fileName,
    size: BigInt(content.byteLength),
    lines: new TextDecoder().decode(content).split("\n").length,
  }),
});
