// kitcn/server, which was better-convex/server: functions built by chained calls on zod schemas.
// Compared with better-convex 0.11.0.
// Compared with kitcn 0.13.0.

import {
  actionGeneric,
  internalActionGeneric,
  internalMutationGeneric,
  internalQueryGeneric,
  mutationGeneric,
  queryGeneric,
} from "convex/server";
import { customCtx } from "convex-helpers/server/customFunctions";
import { zCustomQuery } from "convex-helpers/server/zod4";
import { ids } from "convex-helpers/server/zod#custom";
import { z } from "zod";

export * from "convex-helpers/server/zod4";

/** The package has its own copy of the conversions, which knows its own ids only. */
export const zid = (table) => Object.assign(z.custom(), { table, from: "kitcn" });

const parts = (schema) => {
  switch (schema.kind) {
    case "array":
      return [schema.element];
    case "object":
      return Object.values(schema.shape);
    case "union":
      return schema.options;
    case "record":
      return [schema.key, schema.value];
    case "tuple":
      return schema.rest ? [...schema.items, schema.rest] : schema.items;
    case "pipe":
      return [schema.in];
    case "lazy":
      return [schema.getter()];
    default:
      return schema.inner ? [schema.inner] : [];
  }
};

const open = [];

/** Whether there is a validator for `schema`. There is none for dates, which travel inside `any`. */
function sendable(schema) {
  if (schema.kind === "unsupported") return false;
  if (open.includes(schema)) return true;
  open.push(schema);
  const all = parts(schema).every(sendable);
  open.pop();
  return all;
}

/** `schema` with `any` in the place of dates, as deep as the package looks for them. */
function undated(schema, input) {
  const inner = (schema) => undated(schema, input);
  switch (schema.kind) {
    case "unsupported":
      return schema.isDate ? z.any() : schema;
    case "refined":
      return inner(schema.inner);
    case "array":
      return z.array(inner(schema.element));
    case "object":
      return z.object(Object.fromEntries(Object.entries(schema.shape).map(([name, field]) => [name, inner(field)])));
    case "union":
      return z.union(schema.options.map(inner));
    case "optional":
      return inner(schema.inner).optional();
    case "nullable":
      return inner(schema.inner).nullable();
    case "record":
      return z.record(schema.key, inner(schema.value));
    case "default":
      return input ? inner(schema.inner) : schema;
    default:
      return schema;
  }
}

function argsOf(shape) {
  const schema = z.object(shape);
  if (sendable(schema)) return shape;
  const changed = undated(schema, true);
  if (sendable(changed)) return changed.shape;
  return Object.fromEntries(Object.keys(shape).map((name) => [name, z.any()]));
}

function returnsOf(schema) {
  if (!schema || sendable(schema)) return schema;
  const changed = undated(schema, false);
  return sendable(changed) ? changed : undefined;
}

class Procedure {
  constructor(definition) {
    this._def = definition;
    this._middlewares = [];
  }

  with(change) { return new Procedure({ ...this._def, ...change }); }

  use() { return this; }
  meta() { return this; }
  name() { return this; }
  input(schema) { return this.with({ shape: { ...this._def.shape, ...schema.shape } }); }
  output(schema) { return this.with({ output: schema }); }
  internal() { return this.with({ base: this._def.internal }); }

  paginated({ item }) {
    const input = z.object({ cursor: z.union([z.string(), z.null()]).default(null), limit: z.number().default(1) });
    const output = z.object({
      continueCursor: z.union([z.string(), z.null()]),
      isDone: z.boolean(),
      page: z.array(item),
    });
    return this.input(input).output(output);
  }

  build() {
    const returns = returnsOf(this._def.output);
    const builder = zCustomQuery(this._def.base, customCtx((ctx) => ctx));
    ids.from = "kitcn";
    const made = builder({ args: argsOf(this._def.shape), ...(returns ? { returns } : {}), handler: () => null });
    ids.from = "convex-helpers";
    return made;
  }

  query() { return this.build(); }
  mutation() { return this.build(); }
  action() { return this.build(); }
}

/** Routes are no functions that clients call by name. */
class Route {
  use() { return this; }
  meta() { return this; }
  name() { return this; }
  get() { return this; }
  post() { return this; }
  put() { return this; }
  patch() { return this; }
  delete() { return this; }
  params() { return this; }
  searchParams() { return this; }
  input() { return this; }
  output() { return this; }
  form() { return this; }
  query() { return {}; }
  mutation() { return {}; }
}

class Middleware {
  _middlewares = [];
  pipe() { return this; }
}

const procedure = (base, internal) => new Procedure({ base, internal, shape: {} });

class Builder {
  dataModel() { return this; }
  meta() { return this; }
  context() { return this; }

  create(config) {
    const {
      query = queryGeneric,
      internalQuery = internalQueryGeneric,
      mutation = mutationGeneric,
      internalMutation = internalMutationGeneric,
      action = actionGeneric,
      internalAction = internalActionGeneric,
    } = config ?? {};
    return {
      query: procedure(query, internalQuery),
      mutation: procedure(mutation, internalMutation),
      action: procedure(action, internalAction),
      httpAction: new Route(),
      middleware: () => new Middleware(),
      router: () => ({}),
    };
  }
}

export const initCRPC = new Builder();

export class CRPCError extends Error {}
export const registerProcedureNameLookup = () => undefined;
