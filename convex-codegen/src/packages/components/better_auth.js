// @convex-dev/better-auth
// Compared with @convex-dev/better-auth 0.9.1 to 0.12.5.

import { internalMutationGeneric, mutationGeneric, paginationOptsValidator, queryGeneric } from "convex/server";
import { v } from "convex/values";
import { literals, partial } from "convex-helpers/validators";
import { since } from "convex#versions";
import { conditionParts } from "@convex-dev/better-auth#condition";

const has = (version, before) => since("@convex-dev/better-auth", version, before);

const handler = () => undefined;

function condition(field) {
  const { mode, ...parts } = conditionParts();
  return v.object({ field, ...parts, ...(has("0.12.1", "0.11.5") && { mode }) });
}

export function createApi(schema) {
  const tables = Object.entries(schema.tables).map(([name, table]) => ({ name, fields: table.validator.fields }));
  const each = (make) => v.union(...tables.map((table) => v.object(make(table))));
  const where = ({ fields }) => v.optional(v.array(condition(literals(...Object.keys(fields), "_id"))));
  const model = literals(...tables.map(({ name }) => name));
  const anywhere = v.optional(v.array(condition(v.string())));
  const select = v.optional(v.array(v.string()));
  const join = has("0.10.9", "0.10.6") && { join: v.optional(v.any()) };
  const update = each((table) => ({
    model: v.literal(table.name),
    update: v.object(partial(table.fields)),
    where: where(table),
  }));
  const removal = each((table) => ({ model: v.literal(table.name), where: where(table) }));
  const paginationOpts = paginationOptsValidator;
  return {
    create: mutationGeneric({
      args: {
        input: each(({ name, fields }) => ({ model: v.literal(name), data: v.object(fields) })),
        select,
        onCreateHandle: v.optional(v.string()),
      },
      handler,
    }),
    findOne: queryGeneric({ args: { model, where: anywhere, select, ...join }, handler }),
    findMany: queryGeneric({
      args: {
        model,
        where: anywhere,
        ...(has("0.11.1", "0.10.13") && { select }),
        limit: v.optional(v.number()),
        sortBy: v.optional(v.object({ direction: literals("asc", "desc"), field: v.string() })),
        offset: v.optional(v.number()),
        ...join,
        paginationOpts,
      },
      handler,
    }),
    updateOne: mutationGeneric({ args: { input: update, onUpdateHandle: v.optional(v.string()) }, handler }),
    updateMany: mutationGeneric({
      args: { input: update, paginationOpts, onUpdateHandle: v.optional(v.string()) },
      handler,
    }),
    deleteOne: mutationGeneric({ args: { input: removal, onDeleteHandle: v.optional(v.string()) }, handler }),
    deleteMany: mutationGeneric({
      args: { input: removal, paginationOpts, onDeleteHandle: v.optional(v.string()) },
      handler,
    }),
  };
}

const trigger = (docs) => internalMutationGeneric({ args: { ...docs, model: v.string() }, handler });

export const createClient = (component) => ({
  component,
  adapter: handler,
  getAuth: handler,
  getHeaders: handler,
  safeGetAuthUser: handler,
  getAuthUser: handler,
  getAnyUserById: handler,
  setUserId: handler,
  migrateUserId: handler,
  registerRoutes: handler,
  registerRoutesLazy: handler,
  clientApi: () => ({ getAuthUser: queryGeneric({ args: {}, handler }) }),
  triggersApi: () => ({
    onCreate: trigger({ doc: v.any() }),
    onUpdate: trigger({ oldDoc: v.any(), newDoc: v.any() }),
    onDelete: trigger({ doc: v.any() }),
  }),
});

export const convexAdapter = handler;
