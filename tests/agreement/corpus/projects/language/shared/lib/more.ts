import { v } from "convex/values";

export const more = v.union(v.literal("more"), v.literal("less"));
export default { fallback: v.null() };
