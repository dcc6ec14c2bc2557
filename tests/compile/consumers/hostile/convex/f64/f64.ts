import { query, internalQuery } from "../_generated/server";
import { v } from "convex/values";

export const one = query({ args: { a: v.number() }, handler: async () => null });
export const hidden = internalQuery({ args: { a: v.number() }, handler: async () => null });
