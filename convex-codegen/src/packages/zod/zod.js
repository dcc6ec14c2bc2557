// zod: schemas as plain descriptions. What zod 3 and zod 4 make of them differs in the conversions only.
// Compared with zod 3.12.1 to 4.6.7.

import { leftOut, since } from "convex#versions";
import * as z from "zod";
export { z, z as default };

const make = (kind, def) => new Schema(kind, def);

class Schema {
  isZod = true;

  constructor(kind, def) {
    this.kind = kind;
    Object.assign(this, def);
  }

  // Wrappers.
  optional() { return make("optional", { inner: this }); }
  exactOptional() { return make("optional", { inner: this }); }
  nullable() { return make("nullable", { inner: this }); }
  nullish() { return this.nullable().optional(); }
  default() { return make("default", { inner: this }); }
  prefault() { return make("prefault", { inner: this }); }
  catch() { return make("catch", { inner: this }); }
  readonly() { return make("readonly", { inner: this }); }
  brand() { return make("branded", { inner: this }); }
  nonoptional() { return make("nonoptional", { inner: this }); }
  unwrap() { return this.kind === "array" ? this.element : this.inner; }
  removeDefault() { return this.inner; }
  removeCatch() { return this.inner; }
  array() { return make("array", { element: this }); }
  or(other) { return make("union", { options: [this, other] }); }
  and(other) { return make("intersection", { left: this, right: other }); }
  pipe(out) { return make("pipe", { in: this, out }); }
  transform() { return make("transformed", { inner: this }); }
  refine() { return this.refined(); }
  superRefine() { return this.refined(); }
  refinement() { return this.refined(); }
  /** In zod 4 a refined schema still is what it was, and has its parts. */
  refined() {
    const { shape, element, options, values } = this;
    return make("refined", { inner: this, shape, element, options, values });
  }

  // Checks and notes, which leave the type as it is.
  check() { return this; }
  overwrite() { return this; }
  describe() { return this; }
  meta() { return this; }
  register() { return this; }
  clone() { return this; }
  min() { return this; }
  max() { return this; }
  length() { return this; }
  size() { return this; }
  nonempty() { return this; }
  int() { return this; }
  safe() { return this; }
  finite() { return this; }
  positive() { return this; }
  negative() { return this; }
  nonnegative() { return this; }
  nonpositive() { return this; }
  multipleOf() { return this; }
  step() { return this; }
  gt() { return this; }
  gte() { return this; }
  lt() { return this; }
  lte() { return this; }
  email() { return this; }
  url() { return this; }
  uuid() { return this; }
  guid() { return this; }
  cuid() { return this; }
  cuid2() { return this; }
  ulid() { return this; }
  nanoid() { return this; }
  emoji() { return this; }
  ip() { return this; }
  ipv4() { return this; }
  ipv6() { return this; }
  cidr() { return this; }
  jwt() { return this; }
  base64() { return this; }
  base64url() { return this; }
  datetime() { return this; }
  date() { return this; }
  time() { return this; }
  duration() { return this; }
  regex() { return this; }
  includes() { return this; }
  startsWith() { return this; }
  endsWith() { return this; }
  trim() { return this; }
  normalize() { return this; }
  toLowerCase() { return this; }
  toUpperCase() { return this; }
  lowercase() { return this; }
  uppercase() { return this; }

  // Objects.
  reshape(shape) { return make("object", { shape }); }
  extend(fields) { return this.reshape({ ...this.shape, ...fields }); }
  safeExtend(fields) { return this.extend(fields); }
  augment(fields) { return this.extend(fields); }
  setKey(name, field) { return this.extend({ [name]: field }); }
  merge(other) { return this.extend(other.shape); }
  pick(names) {
    return this.reshape(Object.fromEntries(Object.entries(this.shape).filter(([name]) => names[name])));
  }
  omit(names) {
    return this.reshape(Object.fromEntries(Object.entries(this.shape).filter(([name]) => !names[name])));
  }
  mapShape(names, change) {
    const field = ([name, schema]) => [name, !names || names[name] ? change(schema) : schema];
    return this.reshape(Object.fromEntries(Object.entries(this.shape).map(field)));
  }
  partial(names) { return this.mapShape(names, (schema) => schema.optional()); }
  required(names) { return this.mapShape(names, (schema) => schema.nonoptional()); }
  keyof() { return make("enum", { values: Object.keys(this.shape) }); }
  strict() { return this; }
  strip() { return this; }
  loose() { return this; }
  passthrough() { return this; }
  catchall() { return this; }

  // Enumerations.
  get options_() { return this.values; }
  get enum() { return Object.fromEntries(this.values.map((value) => [value, value])); }
  get Enum() { return this.enum; }
  get Values() { return this.enum; }
  extract(values) { return make("enum", { values }); }
  exclude(values) { return make("enum", { values: this.values.filter((value) => !values.includes(value)) }); }

  // Tuples.
  rest(rest) { return make("tuple", { items: this.items, rest }); }
}

// What has no part in a conversion.
for (const name of ["parse", "safeParse", "parseAsync", "safeParseAsync", "isOptional", "isNullable"]) {
  Object.defineProperty(Schema.prototype, name, { value: leftOut });
}
for (const name of since("zod", "4.0.0", "3.24.4") ? ["_def", "_zod", "def", "type"] : ["_def"]) {
  Object.defineProperty(Schema.prototype, name, { get: leftOut });
}

export { Schema as ZodType, Schema as $ZodType };

export const string = () => make("string");
export const number = () => make("number");
export const nan = number;
export const int = number;
export const int32 = number;
export const uint32 = number;
export const float32 = number;
export const float64 = number;
export const bigint = () => make("bigint");
export const int64 = bigint;
export const uint64 = bigint;
export const boolean = () => make("boolean");
export const any = () => make("any");
export const unknown = any;
const nothing = () => make("null");
const undefined_ = () => make("unsupported");
export const never = () => make("never");
export const date = () => make("unsupported", { isDate: true });
export const symbol = undefined_;
export const map = undefined_;
export const set = undefined_;
export const promise = undefined_;
export const file = undefined_;
const function_ = undefined_;
const void_ = undefined_;
export { nothing as null, undefined_ as undefined, void_ as void, function_ as function };

export const email = string;
export const url = string;
export const uuid = string;
export const uuidv4 = string;
export const uuidv7 = string;
export const guid = string;
export const cuid = string;
export const cuid2 = string;
export const ulid = string;
export const xid = string;
export const ksuid = string;
export const nanoid = string;
export const emoji = string;
export const ipv4 = string;
export const ipv6 = string;
export const cidrv4 = string;
export const cidrv6 = string;
export const jwt = string;
export const base64 = string;
export const base64url = string;
export const e164 = string;
export const hostname = string;
export const hex = string;
export const templateLiteral = string;
export const iso = { datetime: string, date: string, time: string, duration: string };
export const coerce = { string, number, bigint, boolean, date };

export const array = (element) => make("array", { element });
export const object = (shape) => make("object", { shape: shape ?? {} });
export const strictObject = object;
export const looseObject = object;
export const union = (options) => make("union", { options });
export const discriminatedUnion = (_, options) => make("union", { options });
export const intersection = (left, right) => make("intersection", { left, right });
export const tuple = (items, rest) => make("tuple", { items, rest: rest?.isZod ? rest : undefined });
export const record = (key, value) =>
  value?.isZod ? make("record", { key, value }) : make("record", { key: string(), value: key });
export const partialRecord = (key, value) => make("record", { key, value, partial: true });
export const literal = (value) => make("literal", { values: Array.isArray(value) ? value : [value] });
export const nativeEnum = (entries) => make("nativeEnum", { values: enumValues(entries) });
const enum_ = (values) =>
  Array.isArray(values) ? make("enum", { values, options: values }) : nativeEnum(values);
export { enum_ as enum };
export const optional = (inner) => make("optional", { inner });
export const nullable = (inner) => make("nullable", { inner });
export const nullish = (inner) => nullable(inner).optional();
export const nonoptional = (inner) => make("nonoptional", { inner });
export const readonly = (inner) => make("readonly", { inner });
export const lazy = (getter) => make("lazy", { getter });
export const pipe = (first, out) => make("pipe", { in: first, out });
export const preprocess = (_, inner) => make("preprocessed", { inner });
export const transform = () => make("transform");
export const custom = () => make("custom");
const instanceof_ = custom;
export { instanceof_ as instanceof };
export const codec = pipe;
export const stringbool = () => make("pipe", { in: string(), out: boolean() });

// A numeric TypeScript enumeration also maps its values back to their names.
const enumValues = (entries) =>
  Object.entries(entries)
    .filter(([key, value]) => key === value || String(Number(key)) !== key)
    .map(([, value]) => value);

export const NEVER = undefined;
