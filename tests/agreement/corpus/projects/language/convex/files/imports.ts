// Helpers outside of the functions folder, by relative path and by `paths`; JSON; index files.

import { v } from "convex/values";
import type { Infer } from "convex/values";
import { address, nested, point as place } from "../../shared/fields";
import fallback from "../../shared/lib/more";
import { more } from "@shared/lib";
import * as fields from "@shared/fields";
import limits from "~limits";
import { roles } from "../../shared/limits.json";
import { query } from "../_generated/server";

export type Place = Infer<typeof place>;

export const outside = query({
  args: { ...address, place, nested, more, ...fallback, whole: v.object(fields.address) },
  handler: async () => null,
});
export const json = query({
  args: {
    role: v.union(...limits.roles.map((role: string) => v.literal(role))),
    first: v.literal(roles[0]),
    max: v.literal(limits.fields.max),
    [limits.name]: v.boolean(),
  } as any,
  handler: async () => null,
});
