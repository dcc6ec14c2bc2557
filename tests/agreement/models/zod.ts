// zod

// --- v4
import { zCustomQuery, zid, zodToConvex } from "convex-helpers/server/zod4";
import { NoOp } from "convex-helpers/server/customFunctions";
import { z } from "zod/v4";
const zq = zCustomQuery(query, NoOp);
const User = z.object({ id: zid("users"), n: z.number().int().nullable(), t: z.string().optional(), e: z.enum(["a", "b"]), d: z.string().default("x"), l: z.array(z.literal(1)), r: z.record(z.string(), z.boolean()), m: z.email(), u: z.discriminatedUnion("k", [z.object({ k: z.literal("a") }), z.object({ k: z.literal("b"), x: z.bigint() })]) });
export const get = zq({ args: { user: User.partial(), u: z.union([z.string(), z.number()]), p: User.pick({ id: true }), x: User.extend({ more: z.date().optional() }).omit({ r: true }) }, handler: async () => null });
// --- v3
import { zCustomQuery, zid, zodToConvex } from "convex-helpers/server/zod3";
import { NoOp } from "convex-helpers/server/customFunctions";
import { z } from "zod/v3";
const zq = zCustomQuery(query, NoOp);
const User = z.object({ id: zid("users"), n: z.number().int().nullable(), t: z.string().optional(), e: z.enum(["a", "b"]), d: z.string().default("x"), l: z.array(z.literal(1)), r: z.record(z.string(), z.boolean()), m: z.string().email(), u: z.discriminatedUnion("k", [z.object({ k: z.literal("a") }), z.object({ k: z.literal("b"), x: z.bigint() })]) });
export const get = zq({ args: { user: User.partial(), u: z.union([z.string(), z.number()]), p: User.pick({ id: true }) }, handler: async () => null });
