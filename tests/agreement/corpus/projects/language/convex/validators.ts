// Every way in which a validator is come by.

import { v } from "convex/values";
import { v as w } from "convex/values";
import { query } from "./_generated/server";
import schema from "./schema";
import * as tables from "./schema";

const handler = async () => null;
const KEY = "computed";
const id = v.id("users");
const user = v.object({ name: v.string(), email: v.optional(v.string()), age: v.number() });
const sets = { small: { a: v.string() }, large: { a: v.string(), b: v.number() } };
const STATUSES = ["open", "closed"] as const;
const COLOURS = { red: 1, green: 2 } as const;
const optionalOf = (validator: any) => v.optional(v.union(validator, v.null()));
function pair(first: any, second = first) {
  const result = { first, second };
  return v.object(result);
}

export const constants = query({ args: { id, user, field: sets.small.a, ...sets["large"] }, handler });
export const computed = query({
  args: { [KEY]: v.string(), [`${KEY}_${1 + 1}`]: v.number(), ["a" + "b"]: v.null() },
  handler,
});
export const objects = query({
  args: {
    fields: v.object({ ...user.fields, extra: v.boolean() }),
    pick: user.pick("name"),
    omit: user.omit("age"),
    extend: user.extend({ more: v.any() }),
    partial: user.partial(),
    optional: (v.string() as any).optional?.() ?? v.optional(v.string()),
  },
  handler,
});
export const fromTables = query({
  args: {
    user: tables.users.validator,
    name: tables.users.validator.fields.name,
    whole: schema.tables.posts.validator,
    ...schema.tables.users.validator.fields,
  },
  returns: v.array(schema.tables.users.validator),
  handler,
});
export const entries = query({
  args: {
    ...Object.fromEntries(STATUSES.map((status) => [status, v.optional(v.number())])),
    key: v.union(...Object.keys(COLOURS).map((colour) => v.literal(colour))),
    value: v.union(...Object.values(COLOURS).map((value) => v.literal(value))),
    entry: v.object(Object.fromEntries(Object.entries(COLOURS).map(([key, value]) => [key, v.literal(value)]))),
    some: v.union(...STATUSES.filter((status) => status !== "open").concat("open").map((s) => v.literal(s))),
  },
  handler,
});
const strict = true as boolean;
export const conditions = query({
  args: {
    either: strict ? v.string() : v.any(),
    ...(strict && { strict: v.literal(true) }),
    ...(!strict ? { loose: v.null() } : {}),
    known: STATUSES.length === 2 ? v.number() : v.null(),
  } as any,
  handler,
});
export const functions = query({ args: { maybe: optionalOf(v.string()), pair: pair(v.string()), other: pair(id, user) }, handler });
export const renamed = query({ args: { w: w.string(), record: w.record(w.id("users"), w.int64()) }, handler });
const shadowing = (v: { string: () => any }) => v.string();
export const shadowed = query({ args: { x: shadowing({ string: () => w.boolean() }) }, handler });
