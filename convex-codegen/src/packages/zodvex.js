// zodvex. Schemas that its versions convert differently, or that depend on which objects are the same, are left unknown.
// Compared with zodvex 0.3.2.

import { defineTable } from "convex/server";
import { v } from "convex/values";
import { Table } from "convex-helpers/server";
import { scalar } from "convex-helpers/server/zod#scalars";
import { z } from "zod";

export { customCtx } from "convex-helpers/server/customFunctions";

const plainString = () => z.string();

/** A changed copy of the schema of an id is one of a string. */
export const zid = (zodvexTable) =>
  Object.assign(z.string(), {
    zodvexTable,
    describe: plainString,
    meta: plainString,
    min: plainString,
    max: plainString,
    trim: plainString,
  });

const unrefined = (schema) =>
  schema.kind === "refined" || schema.kind === "branded" ? unrefined(schema.inner) : schema;

function convert(given, seen) {
  let schema = unrefined(given);
  if (seen.includes(schema)) throw new Error("zodvex takes a schema that it has seen before for any");
  seen.push(schema);
  let optional = false;
  if (schema.kind === "default") {
    optional = true;
    schema = unrefined(schema.inner);
  }
  if (schema.kind === "optional") {
    optional = true;
    schema = unrefined(schema.inner);
    if (schema.kind === "default") schema = unrefined(schema.inner);
  }
  if (schema.kind === "nullable" && unrefined(schema.inner).kind === "optional") {
    const inner = convert(unrefined(schema.inner).inner, seen);
    return v.optional(v.union(inner, v.null()));
  }
  const validator = required(schema, seen);
  return optional ? v.optional(validator) : validator;
}

function union(options, seen) {
  const members = options.map((option) => convert(option, [...seen]));
  return members.length === 1 ? members[0] : v.union(...members);
}

function required(schema, seen) {
  if (schema.zodvexTable) return v.id(schema.zodvexTable);
  const simple = scalar(schema);
  if (simple !== undefined) return simple;
  switch (schema.kind) {
    case "array":
      return v.array(convert(schema.element, seen));
    case "object":
      return v.object(
        Object.fromEntries(Object.entries(schema.shape).map(([name, field]) => [name, convert(field, seen)])),
      );
    case "union":
      return union(schema.options, seen);
    case "nullable":
      return v.union(convert(schema.inner, seen), v.null());
    case "enum": {
      const literals = schema.values.map((value) => v.literal(value));
      return literals.length === 1 ? literals[0] : v.union(...literals);
    }
    case "literal": {
      const [value] = schema.values;
      return value === undefined || value === null ? v.any() : v.literal(value);
    }
    case "record": {
      const value = unrefined(schema.value);
      if (value.kind === "optional" || value.kind === "default") {
        throw new Error("zodvex takes a record of optional values for one of nullable ones");
      }
      return v.record(v.string(), convert(value, seen));
    }
    case "unsupported":
      if (schema.isDate) return v.number();
  }
  throw new Error("this schema is converted differently by versions of zodvex");
}

const shapeOf = (schema) => (schema.isZod ? unrefined(schema).shape : schema);

export const zodToConvexFields = (schema) =>
  Object.fromEntries(Object.entries(shapeOf(schema)).map(([name, field]) => [name, convert(field, [])]));

export const zodToConvex = (schema) => (schema.isZod ? convert(schema, []) : zodToConvexFields(schema));

const argsOf = (schema) =>
  schema.isZod && unrefined(schema).kind !== "object" ? { value: zodToConvex(schema) } : zodToConvexFields(schema);

/** Results with a check of the backend's own have no validator. */
function hasCustom(schema) {
  switch (schema.kind) {
    case "custom":
      return true;
    case "union":
      return schema.options.some(hasCustom);
    case "optional":
    case "nullable":
    case "default":
      return hasCustom(schema.inner);
    default:
      return false;
  }
}

const build = (builder) => (config) => {
  const { returns } = config;
  return builder({
    args: argsOf(config.args ?? {}),
    returns: returns && !hasCustom(returns) ? zodToConvex(returns) : undefined,
    handler: config.handler,
  });
};

export const zQueryBuilder = build;
export const zMutationBuilder = build;
export const zActionBuilder = build;

export const zCustomQuery = (builder, customization) => (definition) => {
  const consumed = customization.args ?? {};
  const { args, returns: declared, skipConvexValidation, handler = definition } = definition;
  const schema = declared && !declared.isZod ? z.object(declared) : declared;
  const returns = schema && !skipConvexValidation ? { returns: zodToConvex(schema) } : {};
  if (!args) return builder({ args: consumed, ...returns, handler });
  if (args.isZod && unrefined(args).kind !== "object") throw new Error("args must be an object");
  const fields = skipConvexValidation ? {} : zodToConvexFields(args);
  return builder({ args: { ...fields, ...consumed }, ...returns, handler });
};

export const zCustomMutation = zCustomQuery;
export const zCustomAction = zCustomQuery;
export const customFnBuilder = zCustomQuery;
export const zCustomQueryBuilder = zCustomQuery;
export const zCustomMutationBuilder = zCustomQuery;
export const zCustomActionBuilder = zCustomQuery;

export const zPaginated = (item) =>
  z.object({ page: z.array(item), isDone: z.boolean(), continueCursor: z.string().nullable().optional() });

const pickShape = (schema, names) => {
  const shape = shapeOf(schema) ?? {};
  return Object.fromEntries(Object.entries(shape).filter(([name]) => names.includes(name)));
};

const namesOf = (mask) => (Array.isArray(mask) ? mask : Object.keys(mask).filter((name) => mask[name]));

export const safePick = (schema, mask) => z.object(pickShape(schema, namesOf(mask)));
export const safeOmit = (schema, mask) => {
  const omitted = namesOf(mask);
  return z.object(pickShape(schema, Object.keys(shapeOf(schema)).filter((name) => !omitted.includes(name))));
};

export const zodDoc = (table, schema) => schema.extend({ _id: zid(table), _creationTime: z.number() });
export const zodDocOrNull = (table, schema) => z.union([zodDoc(table, schema), z.null()]);

export function addSystemFields(table, given) {
  const schema = unrefined(given);
  if (schema.kind === "object") return zodDoc(table, schema);
  if (schema.kind !== "union") return schema;
  return z.union(schema.options.map((option) => (option.kind === "object" ? zodDoc(table, option) : option)));
}

export function zodTable(name, schema) {
  if (!schema.isZod) {
    const zDoc = zodDoc(name, z.object(schema));
    return Object.assign(Table(name, zodToConvexFields(schema)), { shape: schema, zDoc, docArray: z.array(zDoc) });
  }
  const validator = zodToConvex(schema);
  const withSystemFields = () => addSystemFields(name, schema);
  return {
    table: defineTable(validator),
    tableName: name,
    validator,
    schema,
    docArray: z.array(withSystemFields()),
    withSystemFields,
  };
}
