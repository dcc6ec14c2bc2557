// convex-helpers/server
// Compared with convex-helpers 0.1.64 to 0.1.135.

import { defineTable, paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { partial, systemFields as systemFieldsOf } from "convex-helpers/validators";

export function Table(name, fields) {
  const systemFields = systemFieldsOf(name);
  const withSystemFields = { ...fields, ...systemFields };
  return {
    name,
    table: defineTable(fields),
    doc: v.object(withSystemFields),
    withoutSystemFields: fields,
    withSystemFields,
    systemFields,
    _id: systemFields._id,
  };
}

export function crud(table, query, mutation) {
  const handler = () => undefined;
  const optionalSystemFields = partial(systemFieldsOf(table.name));
  return {
    create: mutation({ args: { ...table.withoutSystemFields, ...optionalSystemFields }, handler }),
    read: query({ args: { id: table._id }, handler }),
    paginate: query({ args: { paginationOpts: paginationOptsValidator }, handler }),
    update: mutation({
      args: {
        id: v.id(table.name),
        patch: v.object({ ...partial(table.withoutSystemFields), ...optionalSystemFields }),
      },
      handler,
    }),
    destroy: mutation({ args: { id: table._id }, handler }),
  };
}

export const missingEnvVariableUrl = () => "";
export const missingEnvVariableError = () => "";
