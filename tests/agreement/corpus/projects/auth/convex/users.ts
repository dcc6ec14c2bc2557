import { getAuthUserId } from "@convex-dev/auth/server";
import { customCtx, customQuery } from "convex-helpers/server/customFunctions";
import { v } from "convex/values";
import { mutation, query } from "./_generated/server";
import schema from "./schema";

const authedQuery = customQuery(query, customCtx(async (ctx) => ({ userId: await getAuthUserId(ctx) })));

export const me = authedQuery({ args: {}, handler: async (ctx) => ctx.userId });
export const update = mutation({
  args: { patch: schema.tables.users.validator.pick("name", "image").partial() },
  returns: v.null(),
  handler: async () => null,
});
