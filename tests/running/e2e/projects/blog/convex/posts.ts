import { entsTableFactory } from "convex-ents";
import { customCtx, customMutation, customQuery } from "convex-helpers/server/customFunctions";
import { v } from "convex/values";
import { mutation as baseMutation, query as baseQuery } from "./_generated/server";
import schema, { definitions } from "./schema";

const query = customQuery(baseQuery, customCtx(async (ctx) => ({ table: entsTableFactory(ctx, definitions) })));
const mutation = customMutation(
  baseMutation,
  customCtx(async (ctx) => ({ table: entsTableFactory(ctx, definitions) })),
);

export const join = mutation({
  args: schema.tables.users.validator.fields,
  returns: v.id("users"),
  handler: async (ctx, user) => ctx.table("users").insert(user),
});

export const publish = mutation({
  args: { author: v.id("users"), title: v.string(), words: v.number(), tags: v.array(v.string()) },
  returns: v.id("posts"),
  handler: async (ctx, { author, title, words, tags }) => {
    const ids = [];
    for (const name of tags) {
      const known = await ctx.table("tags").get("name", name);
      ids.push(known?._id ?? (await ctx.table("tags").insert({ name })));
    }
    return ctx.table("posts").insert({ title, words, userId: author, tags: ids });
  },
});

export const of = query({
  args: { email: v.string() },
  returns: v.array(v.object({ title: v.string(), author: v.string(), tags: v.array(v.string()) })),
  handler: async (ctx, { email }) => {
    const user = await ctx.table("users").getX("email", email);
    return user.edge("posts").map(async (post) => ({
      title: post.title,
      author: user.name,
      tags: (await post.edge("tags")).map((tag) => tag.name),
    }));
  },
});
