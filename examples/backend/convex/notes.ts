import { mutation, query } from "./_generated/server";
import { Auth } from "convex/server";
import { ConvexError, v } from "convex/values";

/** Returns the name of the caller, who has to be signed in. */
async function author(ctx: { auth: Auth }): Promise<string> {
  const user = await ctx.auth.getUserIdentity();
  if (user === null) throw new ConvexError("Sign in first.");
  return user.subject;
}

/** The caller's notes, newest first. */
export const mine = query({
  args: {},
  returns: v.array(v.object({ _id: v.id("notes"), _creationTime: v.number(), author: v.string(), text: v.string() })),
  handler: async (ctx) => {
    const subject = await author(ctx);
    return ctx.db
      .query("notes")
      .withIndex("by_author", (q) => q.eq("author", subject))
      .order("desc")
      .collect();
  },
});

/** Writes a note down. */
export const add = mutation({
  args: { text: v.string() },
  returns: v.id("notes"),
  handler: async (ctx, { text }) => ctx.db.insert("notes", { author: await author(ctx), text }),
});
