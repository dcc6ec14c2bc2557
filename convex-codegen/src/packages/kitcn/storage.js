// The tables that kitcn/orm adds to each schema: indexes for aggregates, and the state of migrations.

import { v } from "convex/values";
import {
  arrayOf,
  boolean,
  convexTable,
  custom,
  id,
  index,
  integer,
  json,
  objectOf,
  text,
} from "kitcn/orm#tables";

const words = (...names) => Object.fromEntries(names.map((name) => [name, text().notNull()]));
const numbers = (...names) => Object.fromEntries(names.map((name) => [name, integer().notNull()]));
const table = (name, columns, indexes) => ({
  [name]: convexTable(name, columns, (t) =>
    Object.entries(indexes).map(([name, fields]) => index(name).on(...fields.map((field) => t[field]))),
  ),
});

const place = ["tableKey", "indexName"];
const perField = () => objectOf(integer().notNull()).notNull();

export const storageOf = (list, values, rank) => ({
  ...table(
    "aggregate_bucket",
    {
      ...words("tableKey", "indexName", "keyHash"),
      keyParts: list(),
      count: integer().notNull(),
      sumValues: perField(),
      nonNullCountValues: perField(),
      updatedAt: integer().notNull(),
    },
    { by_table_index_hash: [...place, "keyHash"], by_table_index: place },
  ),
  ...table(
    "aggregate_member",
    {
      ...words("kind", "tableKey", "indexName", "docId", "keyHash"),
      keyParts: list(),
      sumValues: perField(),
      nonNullCountValues: perField(),
      extremaValues: values(),
      rankNamespace: json(),
      rankKey: json(),
      rankSumValue: integer(),
      updatedAt: integer().notNull(),
    },
    { by_kind_table_index_doc: ["kind", ...place, "docId"], by_kind_table_index: ["kind", ...place] },
  ),
  ...table(
    "aggregate_extrema",
    {
      ...words("tableKey", "indexName", "keyHash", "fieldName", "valueHash"),
      value: json().notNull(),
      sortKey: text().notNull(),
      ...numbers("count", "updatedAt"),
    },
    {
      by_table_index: place,
      by_table_index_hash_field_value: [...place, "keyHash", "fieldName", "valueHash"],
      by_table_index_hash_field_sort: [...place, "keyHash", "fieldName", "sortKey"],
    },
  ),
  ...table(
    "aggregate_rank_tree",
    {
      aggregateName: text().notNull(),
      maxNodeSize: integer().notNull(),
      namespace: json(),
      root: id("aggregate_rank_node").notNull(),
    },
    { by_namespace: ["namespace"], by_aggregate_name: ["aggregateName"] },
  ),
  ...table(
    "aggregate_rank_node",
    {
      aggregate: custom(v.object({ count: v.number(), sum: v.number() })),
      items: custom(v.array(v.object({ k: rank, v: rank, s: v.number() }))).notNull(),
      subtrees: arrayOf(text().notNull()).notNull(),
    },
    {},
  ),
  ...table(
    "aggregate_state",
    {
      ...words("kind", "tableKey", "indexName", "keyDefinitionHash", "metricDefinitionHash", "status"),
      cursor: text(),
      ...numbers("processed", "startedAt", "updatedAt"),
      completedAt: integer(),
      lastError: text(),
    },
    { by_kind_table_index: ["kind", ...place], by_kind_status: ["kind", "status"] },
  ),
  ...table(
    "migration_state",
    {
      ...words("migrationId", "checksum"),
      applied: boolean().notNull(),
      ...words("status"),
      direction: text(),
      runId: text(),
      cursor: text(),
      processed: integer().notNull(),
      startedAt: integer(),
      updatedAt: integer().notNull(),
      completedAt: integer(),
      lastError: text(),
      writeMode: text().notNull(),
    },
    { by_migration_id: ["migrationId"], by_status: ["status"] },
  ),
  ...table(
    "migration_run",
    {
      ...words("runId", "direction", "status"),
      dryRun: boolean().notNull(),
      allowDrift: boolean().notNull(),
      migrationIds: custom(v.array(v.string())).notNull(),
      ...numbers("currentIndex", "startedAt", "updatedAt"),
      completedAt: integer(),
      cancelRequested: boolean().notNull(),
      lastError: text(),
    },
    { by_run_id: ["runId"], by_status: ["status"] },
  ),
});
