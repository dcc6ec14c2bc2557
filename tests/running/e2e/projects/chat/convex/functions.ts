import { customCtx, customMutation } from "convex-helpers/server/customFunctions";
import { ConvexError } from "convex/values";
import { mutation } from "./_generated/server";

/** A mutation that somebody who signed in makes. */
export const userMutation = customMutation(
  mutation,
  customCtx(async (ctx) => {
    const identity = await ctx.auth.getUserIdentity();
    if (identity === null) throw new ConvexError({ code: "UNAUTHENTICATED", message: "Sign in first." });
    return { author: identity.name ?? identity.subject };
  }),
);
