import { v } from "convex/values";
import { nested } from "./lib";

export const address = { street: v.string(), zip: v.optional(v.string()) };
export const point = v.object({ x: v.number(), y: v.number() });
export { nested };
