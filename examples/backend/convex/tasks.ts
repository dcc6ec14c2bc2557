import { mutation, query } from "./_generated/server";
import { paginationOptsValidator, paginationResultValidator } from "convex/server";
import { ConvexError, v } from "convex/values";
import schema from "./schema";

const task = schema.tables.tasks.validator.extend({ _id: v.id("tasks"), _creationTime: v.number() });

/** The tasks, newest first, page by page. */
export const list = query({
  args: { paginationOpts: paginationOptsValidator },
  returns: paginationResultValidator(task),
  handler: async (ctx, { paginationOpts }) => ctx.db.query("tasks").order("desc").paginate(paginationOpts),
});

/** Adds a task. */
export const add = mutation({
  args: { text: v.string() },
  returns: v.id("tasks"),
  handler: async (ctx, { text }) => {
    if (text.trim() === "") throw new ConvexError("Enter a task first.");
    return ctx.db.insert("tasks", { text, done: false });
  },
});

/** Marks a task as done or not done. */
export const setDone = mutation({
  args: { id: v.id("tasks"), done: v.boolean() },
  returns: v.null(),
  handler: async (ctx, { id, done }) => {
    await ctx.db.patch(id, { done });
    return null;
  },
});
