import { v } from "convex/values";
import { api } from "./_generated/api";
import type { Doc } from "./_generated/dataModel";
import { action, mutation, query } from "./_generated/server";

type Status = Doc<"tasks">["status"];

export const add = mutation({
  args: { title: v.string(), due: v.optional(v.number()) },
  handler: (ctx, args) => ctx.db.insert("tasks", { ...args, status: "todo", revision: 0n }),
});

export const move = mutation({
  args: { id: v.id("tasks"), status: v.union(v.literal("todo"), v.literal("in-progress"), v.literal("done")) },
  handler: async (ctx, { id, status }) => {
    const task = await ctx.db.get(id);
    if (task !== null) await ctx.db.patch(id, { status, revision: task.revision + 1n });
  },
});

export const board = query({
  args: {},
  handler: async (ctx) => {
    const tasks = await ctx.db.query("tasks").collect();
    const inStatus = (status: Status) => tasks.filter((task) => task.status === status);
    return { todo: inStatus("todo"), done: inStatus("done"), total: tasks.length };
  },
});

export const find = query({
  args: { title: v.string() },
  handler: async (ctx, { title }) => {
    const tasks = await ctx.db.query("tasks").collect();
    const task = tasks.find((task) => task.title === title);
    if (task === undefined) return { found: false as const, known: tasks.map((task) => task.title) };
    const { _id, revision, status } = task;
    return { found: true as const, id: _id, revision, status };
  },
});

export const stats = query({
  args: {},
  handler: async (ctx) => {
    const counts: Partial<Record<Status, number>> = {};
    for (const { status } of await ctx.db.query("tasks").collect()) counts[status] = (counts[status] ?? 0) + 1;
    return { counts, latest: await ctx.db.query("tasks").order("desc").first(), checksum: new ArrayBuffer(4) };
  },
});

export const report = action({
  args: {},
  handler: async (ctx): Promise<{ lines: string[]; overdue: number | null }> => {
    const { todo, done } = await ctx.runQuery(api.tasks.board);
    const due = todo.flatMap((task) => task.due ?? []);
    return { lines: [...todo, ...done].map((task) => task.title), overdue: due.length > 0 ? Math.min(...due) : null };
  },
});
