// convex-helpers/validators
// Compared with convex-helpers 0.1.64 to 0.1.135.

import { asObjectValidator, v } from "convex/values";

export const literals = (...values) => v.union(...values.map((value) => v.literal(value)));

export const nullable = (validator) => v.union(v.null(), validator);

const asOptional = (validator) => (validator.isOptional === "optional" ? validator : v.optional(validator));

const likewiseOptional = (original, validator) =>
  original.isOptional === "optional" ? v.optional(validator) : validator;

const mapFields = (fields, change) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, change(field)]));

export function partial(shape) {
  if (!shape.isConvexValidator) return mapFields(shape, asOptional);
  if (shape.kind === "object") return likewiseOptional(shape, v.object(mapFields(shape.fields, asOptional)));
  if (shape.kind === "union") return likewiseOptional(shape, v.union(...shape.members.map(partial)));
  throw new Error("partial takes fields, an object or a union");
}

export const systemFields = (table) => ({ _id: v.id(table), _creationTime: v.number() });

export const withSystemFields = (table, fields) => ({ ...fields, ...systemFields(table) });

const joinFields = (fields, added) => {
  const joined = { ...fields };
  for (const [name, field] of Object.entries(added)) {
    const present = joined[name];
    if (present && present.kind !== field.kind) {
      throw new Error("Cannot intersect validators with different kinds");
    }
    if (!present || (present.isOptional === "optional" && field.isOptional !== "optional")) {
      joined[name] = field;
    }
  }
  return joined;
};

export function addFieldsToValidator(shape, fields) {
  const validator = asObjectValidator(shape);
  if (Object.keys(fields).length === 0) return validator;
  if (validator.kind === "object") return v.object(joinFields(validator.fields, fields));
  if (validator.kind === "union") {
    return v.union(...validator.members.map((member) => addFieldsToValidator(member, fields)));
  }
  throw new Error("Cannot add arguments to a validator that is not an object or union");
}

const documentOf = (table, validator) => {
  if (validator.kind === "object") return v.object(withSystemFields(table, validator.fields));
  if (validator.kind === "union") {
    return v.union(...validator.members.map((member) => documentOf(table, member)));
  }
  throw new Error("Only object and union validators are supported for documents");
};

export const doc = (schema, table) => documentOf(table, schema.tables[table].validator);

export const typedV = (schema) => ({
  ...v,
  id: (table) => v.id(table),
  doc: (table) => doc(schema, table),
});

export const brandedString = () => v.string();
export const deprecated = v.optional(v.any());
export const pretend = () => v.optional(v.any());
export const pretendRequired = (validator) => v.optional(validator);

export function vRequired(validator) {
  if (validator.isOptional !== "optional") return validator;
  switch (validator.kind) {
    case "id":
      return v.id(validator.tableName);
    case "literal":
      return v.literal(validator.value);
    case "object":
      return v.object(validator.fields);
    case "array":
      return v.array(validator.element);
    case "record":
      return v.record(validator.key, validator.value);
    case "union":
      return v.union(...validator.members);
    default:
      return v[validator.kind]();
  }
}
