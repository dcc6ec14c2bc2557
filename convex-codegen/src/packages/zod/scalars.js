// What the schemas of zod that have no parts become: the same for every package that converts them.

import { v } from "convex/values";

/** The validator of `schema`; undefined when it has parts, or is none of these. */
export function scalar(schema) {
  switch (schema.kind) {
    case "string":
      return v.string();
    case "number":
      return v.number();
    case "bigint":
      return v.int64();
    case "boolean":
      return v.boolean();
    case "null":
      return v.null();
    case "any":
      return v.any();
  }
}
