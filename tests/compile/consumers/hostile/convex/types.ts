import { v } from "convex/values";

export const address = v.object({ street: v.string(), geo: v.object({ lat: v.number(), lng: v.number() }) });
/** Every name that generated code would like to use itself. */
export const string = v.object({ a: v.string() });
export const option = v.object({ a: v.optional(v.string()) });
export const result = v.object({ a: v.array(v.string()) });
export const vec = v.object({ a: v.array(string) });
export const id = v.object({ a: v.id("users") });
export const box = v.object({ a: v.bytes() });
export const value = v.object({ a: v.any() });
export const bytes = v.object({ a: v.bytes() });
export const some = v.object({ a: v.null() });
export const none = v.object({});
export const clone = v.object({ a: v.int64() });
export const debug = v.object({ a: v.boolean() });
export const default_ = v.object({ a: v.optional(v.string()) });
export const fromConvex = v.object({ a: v.string() });
export const toConvex = v.object({ a: v.string() });
export const literals = v.union(v.literal("a"), v.literal("b"));
export const query = v.object({ a: v.string() });
export const action = v.object({ a: v.string() });
export const bTreeMap = v.object({ a: v.record(v.string(), v.string()) });
export const self = v.object({ a: v.string() });

/** A body; discriminated by constants of their own. */
export const textBody = v.object({ kind: v.literal("text"), text: v.string() });
export const imageBody = v.object({ kind: v.literal("image"), url: v.string() });
export const body = v.union(textBody, imageBody);
