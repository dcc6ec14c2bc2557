import { mutation, query } from "./_generated/server";
import { v } from "convex/values";
import schema from "./schema";

const user = schema.tables.users.validator;

/** Creates a user, or returns the one with the same address. */
export const register = mutation({
  args: user,
  returns: v.id("users"),
  handler: async (ctx, args) => {
    const known = await ctx.db
      .query("users")
      .withIndex("by_email", (q) => q.eq("email", args.email))
      .unique();
    return known?._id ?? ctx.db.insert("users", args);
  },
});

/** A user, or nothing when there is none with this id. */
export const get = query({
  args: { userId: v.id("users") },
  returns: v.nullable(user.extend({ _id: v.id("users"), _creationTime: v.number() })),
  handler: async (ctx, { userId }) => ctx.db.get(userId),
});

/** Changes the fields that are given and leaves the others as they are. */
export const updateProfile = mutation({
  args: { userId: v.id("users"), profile: user.partial() },
  returns: v.null(),
  handler: async (ctx, { userId, profile }) => {
    await ctx.db.patch(userId, profile);
    return null;
  },
});
