// kitcn/auth, which was better-convex/auth: the functions through which better-auth reads and writes.

import {
  internalActionGeneric,
  internalMutationGeneric,
  internalQueryGeneric,
  paginationOptsValidator,
} from "convex/server";
import { v } from "convex/values";
import { conditionParts } from "@convex-dev/better-auth#condition";

const handler = () => null;
const mutation = (args) => internalMutationGeneric({ args, handler });
const where = v.optional(v.array(v.any()));

/** What rows are found by: a field, compared with a value. */
export function conditionWith(more) {
  const { connector, operator, value } = conditionParts();
  return v.object({ connector, field: v.string(), ...more, operator, value });
}

export const authRuntime = (condition) => () => ({
  authEnabled: true,
  authClient: {},
  getAuth: () => ({}),
  auth: {},
  create: mutation({
    input: v.object({ data: v.any(), model: v.string() }),
    select: v.optional(v.array(v.string())),
  }),
  deleteMany: mutation({
    input: v.object({ model: v.string(), where }),
    paginationOpts: paginationOptsValidator,
  }),
  deleteOne: mutation({ input: v.object({ model: v.string(), where }) }),
  findMany: internalQueryGeneric({
    args: {
      join: v.optional(v.any()),
      limit: v.optional(v.number()),
      model: v.string(),
      offset: v.optional(v.number()),
      paginationOpts: paginationOptsValidator,
      sortBy: v.optional(
        v.object({ direction: v.union(v.literal("asc"), v.literal("desc")), field: v.string() }),
      ),
      where: v.optional(v.array(condition)),
    },
    handler,
  }),
  findOne: internalQueryGeneric({
    args: {
      join: v.optional(v.any()),
      model: v.string(),
      select: v.optional(v.array(v.string())),
      where: v.optional(v.array(condition)),
    },
    handler,
  }),
  getLatestJwks: internalActionGeneric({ args: {}, handler }),
  rotateKeys: internalActionGeneric({ args: {}, handler }),
  updateMany: mutation({
    input: v.object({ model: v.string(), update: v.any(), where }),
    paginationOpts: paginationOptsValidator,
  }),
  updateOne: mutation({ input: v.object({ model: v.string(), update: v.any(), where }) }),
});

export const defineAuth = (definition) => definition;
export const resolveGeneratedAuthDefinition = () => undefined;
export const getInvalidAuthDefinitionExportReason = () => "";
