import { mutation, query } from "./_generated/server";
import { v } from "convex/values";
import schema from "./schema";

const job = schema.tables.jobs.validator.extend({ _id: v.id("jobs"), _creationTime: v.number() });

/** Adds a job. */
export const add = mutation({
  args: { text: v.string() },
  returns: v.id("jobs"),
  handler: async (ctx, { text }) => ctx.db.insert("jobs", { text, state: "waiting" }),
});

/** The jobs that wait, oldest first. */
export const waiting = query({
  args: {},
  returns: v.array(job),
  handler: async (ctx) =>
    ctx.db
      .query("jobs")
      .withIndex("by_state", (q) => q.eq("state", "waiting"))
      .take(20),
});

/** Takes a job, unless another worker has. A mutation is a transaction, so one worker gets it. */
export const take = mutation({
  args: { id: v.id("jobs"), worker: v.string() },
  returns: v.boolean(),
  handler: async (ctx, { id, worker }) => {
    const found = await ctx.db.get(id);
    if (found?.state !== "waiting") return false;
    await ctx.db.patch(id, { state: "taken", worker });
    return true;
  },
});

/** Records what came of a job. */
export const finish = mutation({
  args: { id: v.id("jobs"), result: v.string() },
  returns: v.null(),
  handler: async (ctx, { id, result }) => {
    await ctx.db.patch(id, { state: "done", result });
    return null;
  },
});
