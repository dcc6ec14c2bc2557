import { action, mutation, query } from "./_generated/server";
import { api } from "./_generated/api";
import { v } from "convex/values";
import { Id } from "./_generated/dataModel";
import schema from "./schema";

/** The tasks of a user, oldest first. */
export const list = query({
  args: { userId: v.id("users") },
  returns: v.array(
    schema.tables.tasks.validator.extend({ _id: v.id("tasks"), _creationTime: v.number() }),
  ),
  handler: async (ctx, { userId }) =>
    ctx.db
      .query("tasks")
      .withIndex("by_user", (q) => q.eq("userId", userId))
      .collect(),
});

/** Adds a task to a user's list. */
export const add = mutation({
  args: {
    userId: v.id("users"),
    text: v.string(),
    summary: v.string(),
    due: v.optional(v.number()),
  },
  returns: v.id("tasks"),
  handler: async (ctx, args) => ctx.db.insert("tasks", { ...args, status: "todo" }),
});

/**
 * Summarizes a text and saves it as a task.
 *
 * An action never touches the database itself: it goes through {@link add}, which is a transaction.
 */
export const processAndSave = action({
  args: { text: v.string(), userId: v.id("users") },
  returns: v.object({ taskId: v.id("tasks"), summary: v.string() }),
  handler: async (ctx, { text, userId }): Promise<{ taskId: Id<"tasks">; summary: string }> => {
    const summary: string = await ctx.runAction(api.ai.summarize, { text });
    const taskId: Id<"tasks"> = await ctx.runMutation(api.tasks.add, { userId, text, summary });
    return { taskId, summary };
  },
});
