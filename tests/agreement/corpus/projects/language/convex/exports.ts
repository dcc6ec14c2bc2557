// Every way in which a function gets its name.

import { v } from "convex/values";
import type { RegisteredQuery } from "convex/server";
import * as server from "./_generated/server";
import { internalAction, internalMutation, internalQuery, mutation, query, query as read } from "./_generated/server";

const handler = async () => null;
const args = { x: v.string() };

export const one = query({ args, handler });
const two = mutation({ args, handler });
const hidden = internalQuery({ args: {}, handler });
export { two, hidden as shown };
export let three = read({ args: { n: v.number() }, handler });
export var four = server.action({ args: {}, handler });

const make = (table: "users" | "posts") => ({
  get: query({ args: { id: v.id(table) }, handler }),
  remove: internalMutation({ args: { id: v.id(table) }, handler }),
});
export const { get, remove: removeUser } = make("users");
export const { get: getPost, ...rest } = make("posts");
export const [first, , third = internalAction({ handler })] = [one, two];

const wrap = <T>(registered: T): T => registered;
export const wrapped = wrap(query({ args: { w: v.boolean() }, handler }));

class Builder {
  constructor(private extra: any = {}) {}
  with(extra: any) {
    return new Builder({ ...this.extra, ...extra });
  }
  query(definition: any) {
    return query({ ...definition, args: { ...this.extra, ...definition.args } });
  }
}
const t = new Builder();
export const member = t.query({ args: { a: v.string() }, handler });
export const fluent = t.with({ token: v.string() }).with({ page: v.number() }).query({ args: {}, handler });

const definition = { args: { d: v.bytes() }, returns: v.any(), handler };
export const held = query(definition);
export const spread = mutation({ ...definition, returns: v.null() });

export const cast = query({ args: { c: v.string() } as const, handler } as any) as any;
export const satisfied = query({ args: { s: v.string() }, handler }) satisfies unknown;
export const nonNull = (query({ args: { p: v.string()! }, handler }))!;
export const typed: RegisteredQuery<"public", { q: string }, any> = query({ args: { q: v.string() }, handler });
export const old = query(async () => 1);
export const conditional = Math.max(1, 2) > 1 ? query({ args: { yes: v.null() }, handler }) : one;

export const notOne = () => one;
export const alsoNot = { one };
