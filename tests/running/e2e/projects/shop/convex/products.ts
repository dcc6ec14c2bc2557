import { NoOp } from "convex-helpers/server/customFunctions";
import { zCustomMutation, zCustomQuery, zid } from "convex-helpers/server/zod4";
import { z } from "zod/v4";
import { mutation, query } from "./_generated/server";
import { Product } from "./schema";

const zQuery = zCustomQuery(query, NoOp);
const zMutation = zCustomMutation(mutation, NoOp);

export const add = zMutation({
  args: { product: Product },
  returns: zid("products"),
  handler: (ctx, { product }) => ctx.db.insert("products", product),
});

export const find = zQuery({
  args: { sku: z.string() },
  returns: Product.extend({ _id: zid("products"), _creationTime: z.number() }).nullable(),
  handler: (ctx, { sku }) => ctx.db.query("products").withIndex("by_sku", (q) => q.eq("sku", sku)).unique(),
});

export const inventory = zQuery({
  args: {},
  returns: z.object({ value: z.bigint(), byKind: z.record(z.string(), z.number()) }),
  handler: async (ctx) => {
    const byKind: Record<string, number> = {};
    let value = 0n;
    for (const { kind, price, stock } of await ctx.db.query("products").collect()) {
      const pieces = Object.values(stock).reduce((sum, count) => sum + count, 0);
      byKind[kind] = (byKind[kind] ?? 0) + pieces;
      value += price * BigInt(pieces);
    }
    return { value, byKind };
  },
});
