// The columns of kitcn/orm, which was better-convex/orm.

import { v } from "convex/values";
import { vRequired } from "convex-helpers/validators";

const nullable = (validator) => v.optional(v.union(v.null(), validator));

/** A column of what `make` gives; what the table reads is in `config`. */
class Column {
  isColumn = true;

  constructor(columnType, make) {
    this.config = { columnType, notNull: false, name: "" };
    this.make = make;
  }

  set(change) {
    Object.assign(this.config, change);
    return this;
  }

  $type() { return this; }
  references() { return this; }
  notNull() { return this.set({ notNull: true }); }
  default(value) { return this.set({ default: value }); }
  $default(make) { return this.set({ defaultFn: make }); }
  $defaultFn(make) { return this.set({ defaultFn: make }); }
  $onUpdate() { return this; }
  $onUpdateFn() { return this; }
  defaultNow() { return this.set({ defaultFn: () => 0 }); }
  primaryKey() { return this.set({ primaryKey: true, notNull: true }); }
  unique(name) { return this.set({ isUnique: true, uniqueName: name }); }

  get convexValidator() {
    const { columnType, name, notNull, defaultFn } = this.config;
    // The database knows when a document was made.
    if (columnType === "ConvexTimestamp" && notNull && name === "createdAt" && defaultFn) {
      return v.optional(this.make());
    }
    return notNull ? this.make() : nullable(this.make());
  }

  build() { return this.convexValidator; }
}

export const text = () => new Column("ConvexText", () => v.string());
export const integer = () => new Column("ConvexNumber", () => v.number());
export const boolean = () => new Column("ConvexBoolean", () => v.boolean());
export const bigint = () => new Column("ConvexBigInt", () => v.int64());
export const bytes = () => new Column("ConvexBytes", () => v.bytes());
export const date = () => new Column("ConvexDate", () => v.string());
export const timestamp = () => new Column("ConvexTimestamp", () => v.number());
export const vector = () => new Column("ConvexVector", () => v.array(v.float64()));
export const id = (table) => new Column("ConvexId", () => v.id(table));

export const textEnum = (values) =>
  new Column("ConvexText", () => {
    const literals = values.map((value) => v.literal(value));
    return literals.length === 1 ? literals[0] : v.union(...literals);
  });

export const custom = (name, validator = name) => new Column("ConvexCustom", () => validator);
export const json = () => custom(v.any());

const required = (validator) => (validator.isOptional === "optional" ? vRequired(validator) : validator);

/** Inside others, objects and arrays are never null, and nothing is optional. */
function requiredColumn(column) {
  const validator = required(column.convexValidator);
  if (validator.kind !== "union") return validator;
  const members = validator.members.filter((member) => member.kind !== "null");
  const only = members.length === 1 ? members[0] : undefined;
  return only?.kind === "object" || only?.kind === "array" ? only : validator;
}

function nested(input) {
  if (input.isColumn) return requiredColumn(input);
  if (input.isConvexValidator) return required(input);
  return shape(input);
}

const shape = (fields) =>
  v.object(Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, nested(field)])));

export const arrayOf = (element) => custom(v.array(nested(element)));
export const unionOf = (...members) => custom(v.union(...members.map(nested)));
export const objectOf = (input) =>
  custom(input.isColumn || input.isConvexValidator ? v.record(v.string(), nested(input)) : shape(input));

/** A text that says which of the variants' columns a row has. */
export const discriminator = ({ variants }) => text().notNull().set({ variants });
