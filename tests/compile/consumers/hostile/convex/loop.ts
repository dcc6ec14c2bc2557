import { query, mutation, action, internalAction } from "./_generated/server";
import { v } from "convex/values";
import { address, body, textBody } from "./types";

// Names of locals in derived code, and of keywords.
export const node = query({ args: { node: v.string() }, returns: v.object({ node: v.string() }), handler: async () => null as any });
export const object = query({ args: { object: v.object({ object: v.string() }) }, handler: async () => null });
export const out = query({ args: { out: v.union(v.string(), v.number()) }, handler: async () => null });
export const value = query({ args: { value: v.any() }, handler: async () => null });
export const text = query({ args: { text: v.union(v.literal("text"), v.literal("f")) }, handler: async () => null });
export const f = query({ args: {}, handler: async () => null });
export const other = query({ args: { f: v.number() }, handler: async () => null });
export const state = query({ args: { state: v.string() }, handler: async () => null });
export const move = mutation({ args: { type: v.string(), ref: v.string(), async: v.string(), dyn: v.string(), gen: v.string(), "true": v.string() }, handler: async () => null });
export default action({ args: { fooBar: v.string(), foo_bar: v.number(), foobar: v.boolean(), "kebab-case": v.string(), _under: v.string(), A: v.string(), URLParser2: v.string() }, handler: async () => null });
export const fooBar = query({ args: {}, handler: async () => null });
export const foo_bar = query({ args: {}, handler: async () => null });
export const $dollar = query({ args: {}, handler: async () => null });
export const _ = query({ args: {}, handler: async () => null });
export const get = query({ args: { args: v.object({ a: v.string() }) }, handler: async () => null });
export const getArgs = query({ args: { a: v.string() }, handler: async () => null });

const created = v.object({ a: v.string() });
export const createdArgs = v.object({ b: v.string() });
export const create = mutation({ args: created, returns: createdArgs, handler: async () => null as any });

/**
 * Unions of all kinds.
 * @deprecated use `move` "instead"
 */
export const unions = internalAction({
  args: {
    strings: v.union(v.literal("in-progress"), v.literal("1080p"), v.literal(""), v.literal("=="), v.literal("!="), v.literal("größe"), v.literal("日本"), v.literal("👍"), v.literal("Self"), v.literal("C"), v.literal("C++"), v.literal("C#"), v.literal("привет"), v.literal("a\"b\\c\n")),
    numbers: v.union(v.literal(1), v.literal(-1), v.literal(2.5), v.literal(0)),
    mixed: v.union(v.literal("auto"), v.literal(1), v.literal("1"), v.literal(1n), v.literal(true)),
    one: v.literal(-1),
    bools: v.union(v.literal(true), v.literal(false)),
    scalars: v.union(v.string(), v.number(), v.int64(), v.boolean(), v.bytes(), v.array(v.string()), v.array(v.number())),
    ids: v.union(v.id("users"), v.id("events")),
    open: v.union(v.literal("known"), v.string()),
    overlap: v.union(v.object({ a: v.string() }), v.object({ a: v.string(), b: v.optional(v.number()) }), v.object({ c: v.any() })),
    shared: v.union(v.object({ type: v.literal("a"), x: v.string() }), v.object({ type: v.literal("a"), y: v.string() }), v.object({ type: v.literal("b") })),
    keys: v.union(v.object({ status: v.literal("ok"), type: v.literal("x"), n: v.number() }), v.object({ status: v.literal("no"), type: v.literal("x") })),
    nested: v.union(v.object({ kind: v.literal("list"), items: v.array(v.union(v.object({ kind: v.literal("leaf"), value: v.number() }), v.object({ kind: v.literal("none") }))) }), v.object({ kind: v.literal("empty") })),
    any: v.union(v.any(), v.string()),
    record: v.union(v.object({ a: v.string() }), v.record(v.string(), v.number())),
    byKind: v.record(v.union(v.literal("a"), v.literal("b")), v.number()),
    three: v.optional(v.union(v.string(), v.null())),
    body: v.union(textBody, v.object({ kind: v.literal("none") })),
    nothing: v.union(),
  },
  returns: v.union(body, address, v.null()),
  handler: async () => null,
});
