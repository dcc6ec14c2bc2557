import { paginationOptsValidator } from "convex/server";
import { type Value, v } from "convex/values";
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

/** A part of a task that has parts of its own. */
export interface Part {
  title: string;
  done?: boolean;
  parts: Part[];
}

type Change = { kind: "moved"; to: Status } | { kind: "renamed"; from: string; to: string | null } | { kind: "lost" };

export const page = query({
  args: { paginationOpts: paginationOptsValidator },
  handler: async (ctx, args) => {
    const found = await ctx.db.query("tasks").paginate(args.paginationOpts);
    return { ...found, page: found.page.map((task) => ({ ...task, owner: null, labels: [[task.status, 1n]] as const })) };
  },
});

export const parts = query({
  args: { deep: v.number() },
  handler: async (_, { deep }): Promise<Part> => {
    const make = (level: number): Part => ({
      title: `level ${level}`,
      done: level > 1 ? true : undefined,
      parts: level === 0 ? [] : [make(level - 1)],
    });
    return make(deep);
  },
});

/** Values whose JSON is not what it seems: integers, bytes, numbers beyond JSON, absence beside null. */
export const edges = query({
  args: {},
  handler: async (ctx) => {
    const first = await ctx.db.query("tasks").first();
    return {
      integers: [-(2n ** 63n), 0n, 2n ** 63n - 1n],
      numbers: [Infinity, -0, 0.1],
      bytes: [new Uint8Array([0, 255]).buffer, new ArrayBuffer(0)],
      absent: first?.due,
      nothing: null,
      either: (first === null ? null : first.revision) as bigint | string | null,
      nested: { first, all: { byTitle: first === null ? {} : { [first.title]: first } } },
      changes: [{ kind: "moved", to: "done" }, { kind: "renamed", from: "a", to: null }, { kind: "lost" }] as Change[],
      anything: { a: [1, "b", null] } as Value,
      choice: "wide" as "narrow" | (string & {}),
      flag: true as true | undefined,
    };
  },
});

export const nothing = mutation({ args: {}, handler: async () => {} });
export const sometimes = query({
  args: { some: v.boolean() },
  handler: async (_, { some }) => {
    if (some) return { at: 1 };
  },
});

/** A type that is not true: what decodes it says where and why. */
export const wrong = query({ args: {}, handler: async () => ({ list: [{ count: "1" as unknown as number }] }) });
