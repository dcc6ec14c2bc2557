import { action } from "./_generated/server";
import { api } from "./_generated/api";
import { v } from "convex/values";

/** Sends a mail through the mail service. */
export const sendEmail = action({
  args: { to: v.string(), subject: v.string(), body: v.string() },
  returns: v.null(),
  handler: async (ctx, mail): Promise<null> => {
    await ctx.runAction(api.emails.send, mail);
    return null;
  },
});
