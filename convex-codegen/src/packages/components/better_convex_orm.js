// better-convex/orm, which is kitcn/orm now
// Compared with better-convex 0.11.0.

import { schemaWith } from "kitcn/orm#schema";
// Which tables it adds changed from version to version.
import { storage } from "better-convex/orm#storage";

export * from "kitcn/orm#tables";
export { createOrm } from "kitcn/orm#schema";

export const defineSchema = schemaWith(storage);
