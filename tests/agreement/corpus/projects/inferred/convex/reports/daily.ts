import { v } from "convex/values";
import { api, internal } from "../_generated/api";
import { action, internalQuery } from "../_generated/server";

export const summary = internalQuery({
  args: { day: v.optional(v.string()) },
  handler: async (ctx) => {
    const task = await ctx.db.query("tasks").first();
    return task ? task.title : null;
  },
});
/** Typed although it calls its own module, which TypeScript by itself calls circular. */
export const run = action({
  args: {},
  handler: async (ctx) => {
    const summary = await ctx.runQuery(internal.reports.daily.summary, {});
    const tasks = await ctx.runQuery(api.tasks.list);
    return { summary, titles: tasks.map((task) => task.title) };
  },
});
export default action({ args: {}, handler: async (ctx) => ({ done: await ctx.runMutation(internal.tasks.bump) }) });
