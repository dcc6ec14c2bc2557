// kitcn/orm
// Compared with kitcn 0.13.0.

import { v } from "convex/values";
import { arrayOf, json, objectOf } from "kitcn/orm#columns";
import { schemaWith } from "kitcn/orm#schema";
import { storageOf } from "kitcn/orm#storage";

export * from "kitcn/orm#tables";
export { createOrm, defineSchemaExtension } from "kitcn/orm#schema";

const any = v.union(v.null(), v.any());
export const defineSchema = schemaWith(
  storageOf(
    () => arrayOf(json()).notNull(),
    () => objectOf(json()).notNull(),
    any,
  ),
);
