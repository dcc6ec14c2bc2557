import { query } from "./_generated/server";
import { v } from "convex/values";
export const get = query({ args: { a: v.string() }, handler: async () => null });
