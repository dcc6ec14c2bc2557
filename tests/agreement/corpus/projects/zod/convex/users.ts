import { zid, zodToConvex } from "convex-helpers/server/zod4";
import { z } from "zod/v4";
import { query } from "./_generated/server";
import { za, zim, zm, zq } from "./functions";
import { Address, Event, User } from "./schemas";

export const get = zq({
  args: { id: zid("users") },
  returns: User.nullable(),
  handler: async () => null,
});

export const create = zm({
  args: User.omit({ id: true, balance: true }),
  returns: zid("users"),
  handler: async () => "" as never,
});

export const update = zm({
  args: { id: zid("users"), patch: User.pick({ email: true, tags: true }).partial() },
  handler: async () => null,
});

export const record = zim({
  args: {
    event: Event,
    when: z.union([z.string(), z.number()]),
    pair: z.tuple([z.string(), z.number()]),
    literal: z.literal(["x", "y", 1]),
    one: z.literal(null),
    trimmed: z.string().transform((s) => s.length),
    piped: z.string().pipe(z.string().min(2)),
    checked: z.object({ a: z.string() }).refine((o) => o.a !== ""),
    anything: z.any(),
    caught: z.number().catch(0),
    fixed: z.readonly(z.array(z.boolean())),
    branded: z.string().brand<"Slug">(),
    custom: z.custom<string>(),
    both: z.intersection(z.object({ a: z.string() }), z.object({ b: z.string() })),
    required: Address.required(),
    extended: Address.extend({ zip: z.coerce.number() }),
    lazy: z.lazy(() => Address),
    optionalNullable: z.string().optional().nullable(),
    array: z.string().array().optional(),
    or: z.string().or(z.number()),
    prefault: z.string().prefault("a"),
    never: z.never().optional(),
    strict: z.strictObject({ a: z.string() }),
  },
  returns: z.object({ length: z.string().transform((s) => s.length), done: z.boolean().default(false) }),
  handler: async () => null as never,
});

export const send = za({ args: { to: z.string().email() }, handler: async () => null });
export const unchecked = zq({ args: { a: z.string() }, skipConvexValidation: true, handler: async () => null });
export const bare = zq(async () => null);
export const mixed = query({ args: { user: zodToConvex(User) }, handler: async () => null });
export const fields = zq({ args: {}, returns: { ok: z.boolean(), why: z.string().optional() }, handler: async () => null as never });
