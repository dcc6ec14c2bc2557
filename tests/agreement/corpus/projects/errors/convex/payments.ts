import { ConvexError, v } from "convex/values";
import { internal } from "./_generated/api";
import { action, internalMutation, mutation, query } from "./_generated/server";
import { LimitError } from "../shared/errors";
import { requireName, requireUser } from "./model/users";
import * as checks from "./checks";

/** Its own errors, those of what it calls, and those of what it runs. */
export const charge = action({
  args: { user: v.id("users"), amount: v.number() },
  returns: v.number(),
  handler: async (ctx, args): Promise<number> => {
    if (args.amount <= 0) {
      throw new ConvexError({ code: "BAD_AMOUNT", amount: args.amount, retry: false });
    }
    if (args.amount > 1000) {
      throw new LimitError("TOO_MANY");
    }
    await ctx.runMutation(internal.payments.take, { user: args.user });
    // Another function's errors do not come back from the scheduler.
    await ctx.scheduler.runAfter(0, internal.payments.later, {});
    return args.amount;
  },
});

export const take = internalMutation({
  args: { user: v.id("users") },
  returns: v.null(),
  handler: async (ctx, args) => {
    const user = await requireUser(ctx, args.user);
    [user].forEach((one) => {
      // @ts-ignore: not even this keeps it from being asked.
      if (one.card === undefined) throw new ConvexError({ code: "NO_CARD", user: one._id });
    });
    return null;
  },
});

export const later = internalMutation({
  args: {},
  returns: v.null(),
  handler: async () => {
    throw new ConvexError({ code: "LATER" });
  },
});

/** Texts only. */
export const rename = mutation({
  args: { user: v.id("users"), name: v.string() },
  returns: v.null(),
  handler: async (ctx, args) => {
    if (args.name.length > 100) throw new ConvexError("A name is shorter.");
    const user = await ctx.db.get(args.user);
    if (user !== null) requireName(user);
    return null;
  },
});

/** Errors that are caught, that are not known, that are none. */
export const quiet = query({
  args: { user: v.id("users") },
  returns: v.null(),
  handler: async (ctx, args) => {
    try {
      await requireUser(ctx, args.user);
    } catch {
      return null;
    }
    try {
      checks.positive(1);
    } catch (error) {
      throw error;
    }
    if (args.user === null) throw new ConvexError(JSON.parse("{}"));
    throw new Error("not for clients");
  },
});

export const nothing = query({ args: {}, returns: v.null(), handler: async () => null });
