import { query } from "./_generated/server";
import { v } from "convex/values";
import * as t from "./types";

/**
 * All types at once.
 *
 * ```
 * await client.query(api.std.all, {});
 * ```
 * An array Array<string>[] and a link {@link all}, https://convex.dev.
 *
 *     indented code
 *
 * @param string an object
 * @returns the same
 */
export const all = query({
  args: {
    string: t.string, option: t.option, result: t.result, vec: t.vec, id: t.id, box: t.box, value: t.value,
    bytes: t.bytes, some: t.some, none: t.none, clone: t.clone, debug: t.debug, default: t.default_,
    from_convex: t.fromConvex, to_convex: t.toConvex, literals: t.literals, query: t.query, action: t.action,
    map: t.bTreeMap, self: t.self, body: t.body, Self: v.string(), super: v.string(), crate: v.string(),
    plain: v.optional(v.array(v.string())), record: v.record(v.id("users"), v.bytes()), any: v.any(),
    file: v.id("_storage"), job: v.id("_scheduled_functions"), other: v.id("unknown"),
  },
  returns: v.object({
    string: t.string, option: t.option, result: t.result, vec: t.vec, id: t.id, box: t.box, value: t.value,
    bytes: t.bytes, some: t.some, none: t.none, clone: t.clone, debug: t.debug, default: t.default_,
    map: t.bTreeMap, self: t.self, body: t.body, plain: v.optional(v.array(v.string())),
  }),
  handler: async () => null as any,
});
