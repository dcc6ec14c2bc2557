import { v } from "convex/values";
import { query } from "./_generated/server";

export { onlyA } from "./a";
export const both = query({ args: { b: v.number() }, handler: async () => null });
