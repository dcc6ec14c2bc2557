import { zid } from "convex-helpers/server/zod4";
import { z } from "zod/v4";

export enum Level { Low = "low", High = "high" }
export enum Rank { First, Second }

export const Address = z.object({
  street: z.string().min(1).max(200),
  city: z.string().trim().optional(),
  country: z.enum(["de", "fr", "us"]).default("de"),
});

export const User = z.object({
  id: zid("users"),
  email: z.email(),
  age: z.number().int().positive().nullable(),
  nickname: z.string().nullish(),
  level: z.enum(Level),
  rank: z.nativeEnum(Rank),
  address: Address.partial(),
  tags: z.array(z.string()).max(10),
  balance: z.bigint(),
  meta: z.record(z.string(), z.unknown()),
  counts: z.record(z.enum(["a", "b"]), z.number()),
  some: z.partialRecord(z.enum(["a", "b"]), z.number()),
});

export const Event = z.discriminatedUnion("type", [
  z.object({ type: z.literal("created"), at: z.number() }),
  z.object({ type: z.literal("renamed"), from: z.string(), to: z.string() }),
]);
