import { mutation, query } from "./_generated/server";
import { v } from "convex/values";

/** All messages, oldest first. */
export const list = query({
  args: {},
  returns: v.array(v.string()),
  handler: async (ctx) => (await ctx.db.query("messages").collect()).map((message) => message.body),
});

/** Adds a message; gives the number of messages. */
export const send = mutation({
  args: { body: v.string() },
  returns: v.number(),
  handler: async (ctx, { body }) => {
    await ctx.db.insert("messages", { body });
    return (await ctx.db.query("messages").collect()).length;
  },
});
