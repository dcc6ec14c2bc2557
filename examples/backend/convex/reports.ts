import { action } from "./_generated/server";
import { ConvexError, v } from "convex/values";
import { thinking } from "./lib/thinking";

/** Writes the report of a month and returns where to download it. */
export const generate = action({
  args: {
    /** `2026-11`. */
    month: v.string(),
  },
  returns: v.object({ downloadUrl: v.string() }),
  handler: async (_ctx, { month }) => {
    await thinking();
    if (!/^\d{4}-\d{2}$/.test(month)) throw new ConvexError("Choose a month first.");
    return { downloadUrl: `data:text/plain,Report%20of%20${month}` };
  },
});
