import { query } from "./_generated/server";
import { v } from "convex/values";
export const mixed = query({ args: { a: v.string(), b: v.optional(v.number()), c: v.id("users"), "type": v.optional(v.array(v.string())), build: v.string() }, handler: async () => null });
export const all = query({ args: { a: v.optional(v.string()) }, handler: async () => null });
