// convex-helpers

// --- validators
import * as h from "convex-helpers/validators";
const shapes = v.union(v.object({ kind: v.literal("circle"), radius: v.number() }), v.object({ kind: v.literal("square"), side: v.number() }));
export const literals = query({ args: { a: h.literals("a", "b"), b: h.nullable(v.id("x")) }, handler: async () => null });
export const partial = query({ args: { a: v.object(h.partial({ a: v.string(), b: v.optional(v.number()) })) }, handler: async () => null });
export const system = query({ args: { a: v.object(h.systemFields("members")), b: v.object(h.withSystemFields("m", { a: v.string() })) }, handler: async () => null });
export const old = query({ args: { a: h.deprecated, b: h.brandedString("email"), c: h.pretend(v.string()) }, handler: async () => null });
// --- validators-partial-union
import { partial } from "convex-helpers/validators";
const shapes = v.union(v.object({ kind: v.literal("circle"), radius: v.number() }), v.object({ kind: v.literal("square"), side: v.number() }));
export const maybe = query({ args: { a: partial(shapes), b: partial(v.object({ a: v.string() })) }, handler: async () => null });
// --- validators-required
import { pretendRequired, vRequired } from "convex-helpers/validators";
export const must = query({ args: { a: pretendRequired(v.number()), b: vRequired(v.optional(v.array(v.string()))) }, handler: async () => null });
// --- validators-add
import { addFieldsToValidator } from "convex-helpers/validators";
const shapes = v.union(v.object({ kind: v.literal("circle") }), v.object({ kind: v.literal("square") }));
export const more = query({ args: { a: addFieldsToValidator(v.object({ a: v.string() }), { b: v.boolean() }), b: addFieldsToValidator(shapes, { label: v.string() }) }, handler: async () => null });
// --- validators-doc
import { doc, typedV } from "convex-helpers/validators";
import { defineSchema, defineTable } from "convex/server";
const schema = defineSchema({ members: defineTable({ name: v.string() }) });
const vv = typedV(schema);
export const one = query({ args: { id: vv.id("members") }, returns: vv.doc("members"), handler: async () => null });
export const two = query({ args: {}, returns: doc(schema, "members"), handler: async () => null });
// --- table
import { Table } from "convex-helpers/server";
const Projects = Table("projects", { name: v.string(), parent: v.optional(v.id("projects")) });
export const one = query({ args: { a: Projects.doc, b: v.object(Projects.withoutSystemFields), c: v.object(Projects.withSystemFields), d: Projects._id }, handler: async () => null });
// --- custom
import { customAction, customCtx, customMutation, customQuery, NoOp } from "convex-helpers/server/customFunctions";
const q = customQuery(query, { args: { projectId: v.id("projects") }, input: async () => ({ ctx: {}, args: {} }) });
export const a = q({ args: { role: v.string() }, returns: v.null(), handler: async () => null });
export const b = q({ handler: async () => null });
export const c = q(async () => null);
export const d = customMutation(mutation, customCtx(async () => ({})))({ args: { x: v.number() }, handler: async () => null });
export const e = customAction(action, NoOp)({ args: {}, handler: async () => null });
// --- custom-object
import { customQuery } from "convex-helpers/server/customFunctions";
const q = customQuery(query, { args: { projectId: v.id("projects") }, input: async () => ({ ctx: {}, args: {} }) });
export const a = q({ args: v.object({ role: v.string() }), handler: async () => null });
export const u = q({ args: v.union(v.object({ a: v.string() }), v.object({ b: v.string() })), handler: async () => null });
// --- sessions
import { SessionIdArg, vSessionId } from "convex-helpers/server/sessions";
export const s = query({ args: { ...SessionIdArg, other: vSessionId }, handler: async () => null });
// --- crud
import { crud } from "convex-helpers/server/crud";
import { defineSchema, defineTable } from "convex/server";
const schema = defineSchema({ members: defineTable({ name: v.string(), age: v.optional(v.number()) }) });
export const { create, read, update, destroy, paginate } = crud(schema, "members", query, mutation);
// --- migrations
import { makeMigration } from "convex-helpers/server/migrations";
const migration = makeMigration(internalMutation, { migrationTable: "migrations" });
export const fill = migration({ table: "members", migrateOne: async () => ({ joined: 0 }) });
// --- retries
import { makeActionRetrier } from "convex-helpers/server/retries";
export const { runWithRetries, retry } = makeActionRetrier("migrations:retry");
// --- rateLimit
import { defineRateLimits, rateLimitTables } from "convex-helpers/server/rateLimit";
export const { checkRateLimit, rateLimit, resetRateLimit } = defineRateLimits({ send: { kind: "token bucket", rate: 1, period: 1000 } });
export const t = query({ args: { a: rateLimitTables.rateLimits.validator }, handler: async () => null });
// --- rls
import { RowLevelSecurity } from "convex-helpers/server/rowLevelSecurity";
const { withQueryRLS } = RowLevelSecurity({});
export const secured = query(withQueryRLS(async (ctx) => ctx.db.query("members").collect()));
// --- objects
import { omit, pick, pruneNull } from "convex-helpers";
const fields = { a: v.string(), b: v.number(), c: v.null() };
export const p = query({ args: { ...pick(fields, ["a"]), x: v.object(omit(fields, ["a"])) }, handler: async () => null });
// --- zod
import { zCustomQuery, zid, zodToConvex } from "convex-helpers/server/zod";
import { NoOp } from "convex-helpers/server/customFunctions";
import { z } from "zod/v3";
const zq = zCustomQuery(query, NoOp);
const User = z.object({ id: zid("users"), n: z.number().int().nullable(), t: z.string().optional(), e: z.enum(["a", "b"]), d: z.string().default("x"), l: z.array(z.literal(1)), r: z.record(z.string(), z.boolean()) });
export const get = zq({ args: { user: User, u: z.union([z.string(), z.number()]) }, handler: async () => null });
export const mixed = query({ args: { user: zodToConvex(User) }, handler: async () => null });
// --- zod4
import { zCustomQuery, zid, zodToConvex } from "convex-helpers/server/zod4";
import { NoOp } from "convex-helpers/server/customFunctions";
import { z } from "zod/v4";
const zq = zCustomQuery(query, NoOp);
const User = z.object({ id: zid("users"), n: z.number().int().nullable(), t: z.string().optional(), e: z.enum(["a", "b"]), d: z.string().default("x"), l: z.array(z.literal(1)), r: z.record(z.string(), z.boolean()) });
export const get = zq({ args: { user: User, u: z.union([z.string(), z.number()]) }, handler: async () => null });
export const mixed = query({ args: { user: zodToConvex(User) }, handler: async () => null });
// --- zod4-partial
import { zodToConvex } from "convex-helpers/server/zod4";
import { z } from "zod/v4";
export const some = query({ args: { some: zodToConvex(z.partialRecord(z.enum(["a", "b"]), z.number())) }, handler: async () => null });
