import { query } from "./_generated/server";
import { v } from "convex/values";

export const one = query({ args: { a: v.number(), b: v.int64(), c: v.boolean() }, handler: async () => null });
