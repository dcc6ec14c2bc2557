import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

const { LIMIT, REGION = "eu" } = process.env;

/** All tasks, newest first. */
export const list = query({
  args: {},
  returns: v.array(v.object({ title: v.string(), done: v.optional(v.boolean()) })),
  handler: async () => [],
});

export const rename = mutation({
  args: { id: v.id("tasks"), title: v.string() },
  handler: async () => LIMIT ?? REGION,
});
