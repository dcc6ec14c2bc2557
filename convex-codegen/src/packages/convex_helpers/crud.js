// convex-helpers/server/crud
// Compared with convex-helpers 0.1.64 to 0.1.135.

import { internalMutationGeneric, internalQueryGeneric, paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { doc, partial, systemFields } from "convex-helpers/validators";

const handler = () => undefined;

function creation(table, validator) {
  if (validator.kind === "object") return v.object({ ...validator.fields, ...partial(systemFields(table)) });
  if (validator.kind === "union") return v.union(...validator.members.map((member) => creation(table, member)));
  throw new Error("Validator must be an object or union");
}

export function crud(schema, table, query = internalQueryGeneric, mutation = internalMutationGeneric) {
  return {
    create: mutation({ args: creation(table, schema.tables[table].validator), handler }),
    read: query({ args: { id: v.id(table) }, handler }),
    paginate: query({ args: { paginationOpts: paginationOptsValidator }, handler }),
    update: mutation({ args: { id: v.id(table), patch: partial(doc(schema, table)) }, handler }),
    destroy: mutation({ args: { id: v.id(table) }, handler }),
  };
}
