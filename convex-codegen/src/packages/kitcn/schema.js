// The schema of kitcn/orm, which was better-convex/orm, and the functions that it needs in the backend.

import { internalActionGeneric, internalMutationGeneric } from "convex/server";
import { v } from "convex/values";

class Schema {
  constructor(tables, options) {
    this.tables = tables;
    this.schemaValidation = options?.schemaValidation ?? true;
    this.options = options;
  }

  relations() { return this; }
  triggers() { return this; }

  extend(...extensions) {
    return new Schema(Object.assign({}, this.tables, ...extensions.map(({ tables }) => tables)), this.options);
  }
}

/** `defineSchema`, where the package adds the tables `storage`. */
export const schemaWith = (storage) => (tables, options) => new Schema({ ...tables, ...storage }, options);

class Extension {
  constructor(key, tables) {
    this.key = key;
    this.tables = tables;
  }

  relations() { return this; }
  triggers() { return this; }
}

export const defineSchemaExtension = (key, tables) => new Extension(key, tables);

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
