import { v } from "convex/values";
import { mutation, query } from "./functions";
import schema from "./schema";

export const create = mutation({
  args: schema.tables.users.validator.fields,
  handler: async (ctx, args) => ctx.table("users").insert(args),
});

export const get = query({ args: { id: v.id("users") }, returns: schema.tables.profiles.validator, handler: async () => null as never });
