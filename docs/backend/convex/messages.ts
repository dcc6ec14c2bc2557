import { mutation, query } from "./_generated/server";
import { paginationOptsValidator, paginationResultValidator } from "convex/server";
import { v } from "convex/values";
import schema from "./schema";

const message = schema.tables.messages.validator.extend({ _id: v.id("messages"), _creationTime: v.number() });

/** The messages of a channel, newest first. */
export const list = query({
  args: { channel: v.string(), paginationOpts: paginationOptsValidator },
  returns: paginationResultValidator(message),
  handler: async (ctx, { paginationOpts }) => ctx.db.query("messages").order("desc").paginate(paginationOpts),
});

/** Sends a message. */
export const send = mutation({
  args: { author: v.string(), text: v.string() },
  returns: v.null(),
  handler: async (ctx, { author, text }) => {
    await ctx.db.insert("messages", { author, body: { kind: "text", text } });
    return null;
  },
});
