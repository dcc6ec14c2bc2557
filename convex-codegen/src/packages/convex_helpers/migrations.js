// convex-helpers/server/migrations
// Compared with convex-helpers 0.1.64 to 0.1.135.

import { defineTable } from "convex/server";
import { v } from "convex/values";

export const DEFAULT_BATCH_SIZE = 100;

export const migrationsTable = defineTable({
  name: v.string(),
  table: v.string(),
  cursor: v.union(v.string(), v.null()),
  isDone: v.boolean(),
  workerId: v.optional(v.id("_scheduled_functions")),
  processed: v.number(),
  latestStart: v.number(),
  latestEnd: v.optional(v.number()),
}).index("name", ["name"]);

const args = {
  fn: v.optional(v.string()),
  cursor: v.optional(v.union(v.string(), v.null())),
  batchSize: v.optional(v.number()),
  next: v.optional(v.array(v.string())),
  dryRun: v.optional(v.boolean()),
};

export const makeMigration = (internalMutation) => () =>
  internalMutation({ args, handler: () => undefined });

export const startMigration = () => undefined;
export const startMigrationsSerially = () => undefined;
export const getStatus = () => undefined;
export const cancelMigration = () => undefined;
