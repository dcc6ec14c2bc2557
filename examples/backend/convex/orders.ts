import { mutation, query } from "./_generated/server";
import { v } from "convex/values";
import schema from "./schema";

const order = schema.tables.orders.validator;

/** All orders, newest first. */
export const list = query({
  args: {},
  returns: v.array(order.extend({ _id: v.id("orders"), _creationTime: v.number() })),
  handler: async (ctx) => ctx.db.query("orders").order("desc").collect(),
});

/** Records an order for a payment that went through. */
export const create = mutation({
  args: order,
  returns: v.id("orders"),
  handler: async (ctx, args) => ctx.db.insert("orders", args),
});
