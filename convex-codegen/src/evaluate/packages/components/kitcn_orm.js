// kitcn/orm, which was better-convex/orm: the functions that it needs in the backend, and which tables there are. What its columns
// become, and which tables it adds, differs from version to version.

import { internalActionGeneric, internalMutationGeneric } from "convex/server";
import { v } from "convex/values";
import { internalTables } from "kitcn/orm#internal";

class Schema {
  constructor(tables, options) {
    this.tables = { ...internalTables, ...tables };
    this.schemaValidation = options?.schemaValidation ?? true;
  }

  relations() { return this; }
  triggers() { return this; }
  extend() { return this; }
}

export const defineSchema = (tables, options) => new Schema(tables, options);

export const createOrm = ({ internalMutation = internalMutationGeneric }) => ({
  with: (ctx) => ctx,
  api: () => {
    const mutation = () => internalMutation({ args: v.any(), handler: () => null });
    const page = { tableName: v.string(), cursor: v.union(v.string(), v.null()) };
    return {
      scheduledMutationBatch: mutation(),
      scheduledDelete: mutation(),
      aggregateBackfill: mutation(),
      aggregateBackfillChunk: mutation(),
      aggregateBackfillStatus: mutation(),
      migrationRun: mutation(),
      migrationRunChunk: mutation(),
      migrationStatus: mutation(),
      migrationCancel: mutation(),
      resetChunk: internalMutation({ args: v.object(page), handler: () => null }),
      reset: internalActionGeneric({ args: v.any(), handler: () => null }),
    };
  },
});
