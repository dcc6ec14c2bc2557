import { paginationOptsValidator } from "convex/server";
import { type Value, v } from "convex/values";
import { api, internal } from "./_generated/api";
import type { Doc, Id, TableNames } from "./_generated/dataModel";
import { action, internalMutation, internalQuery, mutation, query } from "./_generated/server";
import { address, Color, Level, Money } from "./model";
import type { Cents, Folder, Json, List, Long, Page, Plan, Tagged, TaskWithOwner, Tree, UserId } from "./model";

export const list = query({ args: {}, handler: (ctx) => ctx.db.query("tasks").collect() });
export const get = query({ args: { id: v.id("tasks") }, handler: async (ctx, { id }) => ctx.db.get(id) });
export const first = query({ args: {}, handler: async (ctx) => (await ctx.db.query("tasks").first()) ?? undefined });
export const messages = query({ args: {}, handler: (ctx) => ctx.db.query("messages").collect() });
export const message = query({ args: {}, handler: (ctx) => ctx.db.query("messages").first() });
export const page = query({
  args: { paginationOpts: paginationOptsValidator },
  handler: (ctx, args) => ctx.db.query("tasks").paginate(args.paginationOpts),
});
export const create = mutation({
  args: { title: v.string(), address },
  handler: async (ctx, args) => {
    console.log(args.title, ctx.auth);
  },
});
export const insert = mutation({ args: {}, handler: (ctx) => ctx.db.insert("users", { name: "a" }) });
export const maybe = mutation({
  args: { title: v.string() },
  handler: async (_, args) => {
    if (args.title) return "found";
  },
});
export const plan = query({ args: {}, handler: async (): Promise<Plan> => "free" });
export const plans = query({
  args: {},
  handler: async () => ({
    maybe: "free" as Plan | null,
    missing: undefined as Plan | undefined,
    users: [] as UserId[],
    price: 1 as Cents,
    options: {} as { a?: Plan; b?: number | undefined; c: string | undefined },
    address: {} as typeof address.type,
  }),
});
export const tree = query({ args: {}, handler: async (): Promise<Tree> => ({ value: "", children: [] }) });
export const chain = query({ args: {}, handler: async (): Promise<List<Plan>> => ({ head: "free", tail: null }) });
export const json = query({ args: {}, handler: async (): Promise<Json> => null });
export const enums = query({
  args: {},
  handler: async () => ({ color: Color.Red as Color, level: Level.Low as Level, red: Color.Red as Color.Red }),
});
export const scalars = query({
  args: {},
  handler: async () => ({
    yes: true as const,
    flag: true as boolean,
    number: 1 as 1 | 2 | -3,
    big: 1n as bigint,
    bigs: 1n as 1n | 2n,
    mixed: "a" as "a" | number,
    template: "a-b" as `a-${string}`,
    finite: "x1" as `x${1 | 2}`,
    buffer: new ArrayBuffer(1),
    nothing: null,
    wide: "a" as string | "b",
    open: "a" as "a" | (string & {}),
  }),
});
export const shapes = query({
  args: {},
  handler: async () => ({
    pair: [1, "a"] as [number, string],
    constant: [1, 2] as const,
    rest: [1] as [number, ...string[]],
    nested: [[["a"]]],
    holes: [1, undefined, null],
    empty: {},
    record: {} as Record<string, number>,
    byPlan: {} as Record<Plan, number>,
    somePlans: {} as Partial<Record<Plan, number>>,
    byTask: {} as Record<Id<"tasks">, boolean>,
    both: {} as { a: string } & { b: number },
    tagged: {} as Tagged,
    ids: "" as Id<"tasks"> | Id<"users">,
    anyTable: "" as Id<TableNames>,
    page: {} as Page<Doc<"tasks">>,
    task: {} as TaskWithOwner,
    deep: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: 1 } } } } } } } } } } } } },
    indexed: {} as { [key: string]: string | number; name: string },
  }),
});
export const unions = query({
  args: {},
  handler: async () => {
    if (Math.random() > 0.5) return { ok: true as const, id: "x" };
    return { ok: false as const, error: "e" };
  },
});
export const spread = query({
  args: {},
  handler: async (ctx) => {
    const task = await ctx.db.query("tasks").first();
    if (task === null) return null;
    const { attachment, ...rest } = task;
    return { ...rest, size: attachment.byteLength, owner: await ctx.db.get(task.owner) };
  },
});
export const unsendable = query({
  args: {},
  handler: async () => ({
    when: new Date(),
    map: new Map<string, number>(),
    set: new Set([1]),
    pattern: /x/,
    optional: {} as { callback?: () => void },
    money: new Money(1),
    promise: Promise.resolve(1),
    anything: JSON.parse("1"),
    unknown: null as unknown,
  }),
});
export const anything = query({ args: {}, handler: async () => JSON.parse("1") });
export const old = query(async (ctx) => (await ctx.db.query("users").collect()).map((user) => user.name));
export const oldWithArgs = query((_, args: { count: number; plan?: Plan }) => args.count);
export const broken = query({
  args: {},
  handler: async () => {
    const wrong: string = 5;
    return { wrong };
  },
});
export const helper = internalQuery({ args: { t: v.optional(v.any()) }, handler: async () => true });
export const bump = internalMutation({ args: {}, handler: async () => 1n });
export const viaOther = action({
  args: {},
  handler: async (ctx): Promise<{ count: number; summary: string | null }> => {
    const tasks = await ctx.runQuery(api.tasks.list);
    return { count: tasks.length, summary: await ctx.runQuery(internal.reports.daily.summary, {}) };
  },
});
export const folder = query({ args: {}, handler: async (): Promise<Folder> => ({ name: "", files: [] }) });
export const value = query({
  args: {},
  handler: async () => ({ value: null as Value, maybe: undefined as Value | undefined, all: {} as Record<string, Value> }),
});
/** What TypeScript does not write at once costs no other function its type. */
export const long = query({ args: {}, handler: async () => ({ title: "", parts: {} as Long }) });
/** A promise inside a value is none of Convex's values. */
export const late = query({ args: {}, handler: async () => ({ now: await Promise.resolve(1), later: [Promise.resolve(1)] }) });
