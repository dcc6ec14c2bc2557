import { v } from "convex/values";
import { query } from "./_generated/server";

export const list = query({
  args: {},
  returns: v.array(v.object({ title: v.string(), done: v.boolean() })),
  handler: async () => [],
});
