// The tables of kitcn/orm, which was better-convex/orm.

import { v } from "convex/values";

const name = (column) => column.config.name;
const names = (columns) => columns.map(name);

/** What a table's second function lists; `add` puts it where the table keeps it. */
class Extra {
  staged_ = false;
  columns = [];
  filterFields = [];

  constructor(add) {
    this.add = add;
  }

  on(...columns) {
    this.columns = columns;
    return this;
  }

  filter(...columns) {
    this.filterFields = columns;
    return this;
  }

  dimensions(length) {
    this.length = length;
    return this;
  }

  staged() {
    this.staged_ = true;
    return this;
  }

  nullsNotDistinct() { return this; }
}

export const index = (indexDescriptor) =>
  new Extra((table, { columns }) => table.indexes.push({ indexDescriptor, fields: names(columns) }));

export const uniqueIndex = index;

export const unique = (explicit) =>
  new Extra((table, { columns }) => table.addUnique(names(columns), explicit));

export const searchIndex = (indexDescriptor) =>
  new Extra((table, { columns, filterFields, staged_ }) =>
    (staged_ ? table.stagedSearchIndexes : table.searchIndexes).push({
      indexDescriptor,
      searchField: name(columns[0]),
      filterFields: names(filterFields),
    }),
  );

export const vectorIndex = (indexDescriptor) =>
  new Extra((table, { columns, filterFields, length, staged_ }) =>
    (staged_ ? table.stagedVectorIndexes : table.vectorIndexes).push({
      indexDescriptor,
      vectorField: name(columns[0]),
      dimensions: length,
      filterFields: names(filterFields),
    }),
  );

/** What the package keeps for itself. */
class Kept {
  add() {}
  on() { return this; }
  all() { return this; }
  partitionBy() { return this; }
  orderBy() { return this; }
  count() { return this; }
  sum() { return this; }
  avg() { return this; }
  min() { return this; }
  max() { return this; }
  onUpdate() { return this; }
  onDelete() { return this; }
  to() { return this; }
  link() { return this; }
}

const kept = () => new Kept();
export const aggregateIndex = kept;
export const rankIndex = kept;
export const foreignKey = kept;
export const check = kept;
export const deletion = kept;
export const rlsPolicy = kept;
export const rlsRole = kept;

/** `columns` and those of the variants, which only some rows have. */
function expanded(columns) {
  const all = { ...columns };
  for (const column of Object.values(columns)) {
    for (const variant of Object.values(column.config.variants ?? {})) {
      for (const [field, added] of Object.entries(variant)) {
        all[field] ??= added.set({ notNull: false });
      }
    }
  }
  return all;
}

const system = (field) => ({ config: { name: field } });

class Table {
  indexes = [];
  stagedDbIndexes = [];
  searchIndexes = [];
  stagedSearchIndexes = [];
  vectorIndexes = [];
  stagedVectorIndexes = [];

  constructor(tableName, columns) {
    this.tableName = tableName;
    const fields = {};
    for (const [field, column] of Object.entries(columns)) {
      column.set({ name: field });
      fields[field] = column.convexValidator;
    }
    this.validator = v.object(fields);
    for (const { config } of Object.values(columns)) {
      if (config.isUnique) this.addUnique([config.name], config.uniqueName);
    }
  }

  addUnique(fields, explicit) {
    const indexDescriptor = explicit || `${this.tableName}_${fields.join("_")}_unique`;
    this.indexes.push({ indexDescriptor, fields });
  }
}

export function convexTable(tableName, columns, extras) {
  const all = expanded(columns);
  const table = new Table(tableName, all);
  Object.assign(table, { id: system("_id"), createdAt: system("_creationTime"), ...all });
  Object.values(extras?.(table) ?? []).forEach((extra) => extra.add(table, extra));
  return table;
}

convexTable.withRLS = convexTable;
