// convex-helpers/server/zod3, and convex-helpers/server/zod
// Compared with convex-helpers 0.1.64 to 0.1.135.

import { v } from "convex/values";
import { customizeWith } from "convex-helpers/server/zod#custom";
import { scalar } from "convex-helpers/server/zod#scalars";
import { z } from "zod";

export const zid = (table) => Object.assign(z.custom(), { table });

const isKey = (validator) =>
  validator.kind === "string" ||
  validator.kind === "id" ||
  (validator.kind === "union" && validator.members.every(isKey));

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
    case "tuple": {
      const items = schema.rest ? [...schema.items, schema.rest] : schema.items;
      return v.array(v.union(...items.map(convert)));
    }
    case "lazy":
      return convert(schema.getter());
    case "literal":
      return v.literal(schema.values[0]);
    case "enum":
      return v.union(...schema.values.map((value) => v.literal(value)));
    case "optional":
      return v.optional(convert(schema.inner));
    case "nullable": {
      const inner = schema.inner;
      return inner.kind === "optional"
        ? v.optional(v.union(convert(inner.inner), v.null()))
        : v.union(convert(inner), v.null());
    }
    case "readonly":
    case "branded":
      return convert(schema.inner);
    case "record": {
      const key = convert(schema.key);
      if (!isKey(key)) throw new Error("Record keys must be strings or ids");
      return v.record(key, convert(schema.value));
    }
    case "custom":
      return schema.table === undefined ? v.any() : v.id(schema.table);
    default:
      throw new Error("This zod schema is not supported in Convex");
  }
}

export function zodToConvex(schema) {
  switch (schema.kind) {
    case "default": {
      const inner = zodToConvex(schema.inner);
      return inner.isOptional === "optional" ? inner : v.optional(inner);
    }
    case "pipe":
      return zodToConvex(schema.in);
    case "refined":
    case "transformed":
    case "preprocessed":
      return zodToConvex(schema.inner);
    default:
      return common(schema, zodToConvex);
  }
}

export function zodOutputToConvex(schema) {
  switch (schema.kind) {
    case "default":
      return zodOutputToConvex(schema.inner);
    case "pipe":
      return zodOutputToConvex(schema.out);
    case "refined":
    case "transformed":
    case "preprocessed":
      return v.any();
    default:
      return common(schema, zodOutputToConvex);
  }
}

const fields = (shape, convert) =>
  Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, convert(schema)]));

export const zodToConvexFields = (shape) => fields(shape, zodToConvex);
export const zodOutputToConvexFields = (shape) => fields(shape, zodOutputToConvex);

export const withSystemFields = (table, shape) => ({ ...shape, _id: zid(table), _creationTime: z.number() });
export const zBrand = (schema) => schema.brand();

const custom = customizeWith({ zodToConvexFields, zodOutputToConvex });

export const zCustomQuery = custom;
export const zCustomMutation = custom;
export const zCustomAction = custom;
