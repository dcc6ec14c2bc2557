import { action, internalQuery, mutation, query } from "./_generated/server";
import { internal } from "./_generated/api";
import { Auth } from "convex/server";
import { ConvexError, v } from "convex/values";
import schema from "./schema";

const note = schema.tables.notes.validator.extend({ _id: v.id("notes"), _creationTime: v.number() });

/** Who calls. Nobody in particular may not. */
async function author(ctx: { auth: Auth }): Promise<string> {
  const user = await ctx.auth.getUserIdentity();
  if (user === null) throw new ConvexError({ code: "UNAUTHENTICATED", message: "Sign in first." });
  return user.subject;
}

/** The caller's notes, oldest first. */
export const mine = query({
  args: {},
  returns: v.array(note),
  handler: async (ctx) => {
    const subject = await author(ctx);
    return ctx.db
      .query("notes")
      .withIndex("by_author", (q) => q.eq("author", subject))
      .collect();
  },
});

/** Writes a note down. */
export const add = mutation({
  args: { text: v.string() },
  returns: v.id("notes"),
  handler: async (ctx, { text }) => {
    const subject = await author(ctx);
    if (text === "") throw new ConvexError({ code: "EMPTY", message: "There is nothing to write down." });
    return ctx.db.insert("notes", { author: subject, text });
  },
});

/** A note, for whom it belongs to. */
export const find = internalQuery({
  args: { id: v.id("notes"), author: v.string() },
  returns: v.union(note, v.null()),
  handler: async (ctx, { id, author }) => {
    const found = await ctx.db.get(id);
    return found?.author === author ? found : null;
  },
});

/** Sends one of the caller's notes by mail, and says what the mail is known by. Nobody wants to get it twice. */
export const mail = action({
  args: { id: v.id("notes"), to: v.string() },
  returns: v.object({ messageId: v.string() }),
  handler: async (ctx, { id, to }): Promise<{ messageId: string }> => {
    const subject = await author(ctx);
    const found = await ctx.runQuery(internal.notes.find, { id, author: subject });
    if (found === null) throw new ConvexError({ code: "NOT_FOUND", message: "There is no such note." });
    return { messageId: `${to}:${id}` };
  },
});
