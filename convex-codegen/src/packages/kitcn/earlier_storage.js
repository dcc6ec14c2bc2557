// The tables that better-convex/orm 0.11 adds to each schema.
// Compared with better-convex 0.11.0.

import { v } from "convex/values";
import { custom } from "kitcn/orm#columns";
import { storageOf } from "kitcn/orm#storage";

export const storage = storageOf(
  () => custom(v.array(v.any())).notNull(),
  () => custom(v.record(v.string(), v.any())).notNull(),
  v.any(),
);
