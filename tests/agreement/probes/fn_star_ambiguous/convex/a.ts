import { v } from "convex/values";
import { query } from "./_generated/server";

export const both = query({ args: { a: v.string() }, handler: async () => null });
export const onlyA = query({ args: { a: v.string() }, handler: async () => null });
