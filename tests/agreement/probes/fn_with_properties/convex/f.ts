import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

const fields = { name: v.string(), age: v.optional(v.number()) };

function described<T extends object>(fn: T, meta: { fields: typeof fields }) {
  Object.defineProperty(fn, "meta", { value: meta, enumerable: false });
  return fn as T & { meta: typeof meta };
}

export const list = described(query({ args: {}, handler: async () => [] }), { fields });
export const rename = Object.assign(mutation({ args: { name: v.string() }, handler: async () => null }), { tag: "x" });
export const create = mutation({ args: list.meta.fields, handler: async () => null });
export const tagged = mutation({ args: { [rename.tag]: v.boolean() }, handler: async () => null });
