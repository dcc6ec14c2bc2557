// convex-helpers/server/zod4
// Compared with convex-helpers 0.1.64 to 0.1.135.

import { v } from "convex/values";
import { customizeWith, ids } from "convex-helpers/server/zod#custom";
import { isPartial } from "convex-helpers/server/zod#partial";
import { scalar } from "convex-helpers/server/zod#scalars";
import { vRequired } from "convex-helpers/validators";
import { z } from "zod";

export const zid = (table) => Object.assign(z.custom(), { table, from: "convex-helpers" });

const literal = (value) => (value === null ? v.null() : v.literal(value));

function texts(validator) {
  if (validator.kind === "literal") return typeof validator.value === "string" ? [validator.value] : null;
  if (validator.kind !== "union") return null;
  const members = validator.members.map(texts);
  return members.includes(null) ? null : members.flat();
}

const isKey = (validator) =>
  validator.kind === "string" ||
  validator.kind === "id" ||
  (validator.kind === "union" && validator.members.every(isKey));

function record(schema, convert) {
  const value = convert(schema.value);
  const key = convert(schema.key);
  const names = texts(key);
  if (names === null) return v.record(isKey(key) ? key : v.string(), vRequired(value));
  const field = isPartial(schema) || value.isOptional === "optional" ? v.optional(value) : vRequired(value);
  return v.object(Object.fromEntries(names.map((name) => [name, field])));
}

const open = [];

/** `convert` with recursive schemas cut short: validators know no recursion. */
const guarded = (convert) => (schema) => {
  if (open.includes(schema)) return v.any();
  open.push(schema);
  const validator = convert(schema);
  open.pop();
  return validator;
};

function common(schema, convert) {
  const simple = scalar(schema);
  if (simple !== undefined) return simple;
  switch (schema.kind) {
    case "array": {
      const element = convert(schema.element);
      if (element.isOptional === "optional") throw new Error("Arrays of optional values are not supported");
      return v.array(element);
    }
    case "object":
      return v.object(fields(schema.shape, convert));
    case "union":
      return v.union(...schema.options.map(convert));
    case "never":
      return v.union();
    case "tuple": {
      const items = schema.rest ? [...schema.items, schema.rest] : schema.items;
      return v.array(v.union(...items.map(convert)));
    }
    case "literal":
      return schema.values.length === 1 ? literal(schema.values[0]) : v.union(...schema.values.map(literal));
    case "enum":
    case "nativeEnum":
      return v.union(...schema.values.map((value) => v.literal(value)));
    case "optional":
      return v.optional(convert(schema.inner));
    case "nonoptional":
      return vRequired(convert(schema.inner));
    case "nullable": {
      const inner = convert(schema.inner);
      return inner.isOptional === "optional"
        ? v.optional(v.union(vRequired(inner), v.null()))
        : v.union(inner, v.null());
    }
    case "record":
      return record(schema, convert);
    case "readonly":
    case "branded":
    case "refined":
    case "catch":
      return convert(schema.inner);
    case "lazy":
      return convert(schema.getter());
    case "custom":
      return schema.table === undefined || schema.from !== ids.from ? v.any() : v.id(schema.table);
    case "unsupported":
      throw new Error("This zod schema is not supported in Convex");
    default:
      return v.any();
  }
}

export const zodToConvex = guarded((schema) => {
  switch (schema.kind) {
    case "default":
      return v.optional(zodToConvex(schema.inner));
    case "pipe":
      return zodToConvex(schema.in);
    case "transformed":
      return zodToConvex(schema.inner);
    default:
      return common(schema, zodToConvex);
  }
});

export const zodOutputToConvex = guarded((schema) => {
  switch (schema.kind) {
    case "default":
      return zodOutputToConvex(schema.inner);
    case "pipe":
      return zodOutputToConvex(schema.out);
    case "preprocessed":
      return zodOutputToConvex(schema.inner);
    default:
      return common(schema, zodOutputToConvex);
  }
});

const fields = (shape, convert) =>
  Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, convert(schema)]));

export const zodToConvexFields = (shape) => fields(shape, zodToConvex);
export const zodOutputToConvexFields = (shape) => fields(shape, zodOutputToConvex);

export const withSystemFields = (table, shape) => ({ ...shape, _id: zid(table), _creationTime: z.number() });

export function convexToZod(validator) {
  const schema = required(validator);
  return validator.isOptional === "optional" ? schema.optional() : schema;
}

function required(validator) {
  switch (validator.kind) {
    case "id":
      return zid(validator.tableName);
    case "float64":
      return z.number();
    case "int64":
      return z.bigint();
    case "commitTs":
      return z.any();
    case "array":
      return z.array(convexToZod(validator.element));
    case "object":
      return z.object(convexToZodFields(validator.fields));
    case "union":
      return validator.members.length === 1
        ? convexToZod(validator.members[0])
        : z.union(validator.members.map(convexToZod));
    case "literal":
      return z.literal(validator.value);
    case "record":
      return z.record(convexToZod(validator.key), convexToZod(validator.value));
    default:
      return z[validator.kind]();
  }
}

export const convexToZodFields = (validators) => fields(validators, convexToZod);

const custom = customizeWith({ zodToConvexFields, zodOutputToConvex });

export const zCustomQuery = custom;
export const zCustomMutation = custom;
export const zCustomAction = custom;
