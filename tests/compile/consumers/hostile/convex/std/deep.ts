import { query } from "../_generated/server";
import { v } from "convex/values";

export const one = query({ args: { a: v.record(v.string(), v.number()) }, returns: v.null(), handler: async () => null });
