import { paginationOptsValidator, paginationResultValidator } from "convex/server";
import { v } from "convex/values";
import { doc, nullable } from "convex-helpers/validators";
import { query } from "./_generated/server";
import { userMutation } from "./functions";
import schema, { body } from "./schema";

export const open = userMutation({
  args: { name: v.string(), topic: v.optional(v.string()) },
  returns: v.id("channels"),
  handler: (ctx, args) => ctx.db.insert("channels", args),
});

export const send = userMutation({
  args: { channel: v.id("channels"), body },
  returns: doc(schema, "messages"),
  handler: async (ctx, { channel, body }) => {
    const id = await ctx.db.insert("messages", { channel, author: ctx.author, body });
    return (await ctx.db.get(id))!;
  },
});

export const channel = query({
  args: { name: v.string() },
  returns: nullable(doc(schema, "channels")),
  handler: (ctx, { name }) => ctx.db.query("channels").withIndex("by_name", (q) => q.eq("name", name)).unique(),
});

export const page = query({
  args: { channel: v.id("channels"), paginationOpts: paginationOptsValidator },
  returns: paginationResultValidator(doc(schema, "messages")),
  handler: (ctx, { channel, paginationOpts }) =>
    ctx.db.query("messages").withIndex("by_channel", (q) => q.eq("channel", channel)).paginate(paginationOpts),
});
