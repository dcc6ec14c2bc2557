import { zodToConvex } from "convex-helpers/server/zod4";
import { defineSchema, defineTable } from "convex/server";
import { z } from "zod/v4";

export const Product = z.object({
  sku: z.string().min(1),
  /** In cents. */
  price: z.bigint(),
  kind: z.enum(["book", "game", "3d-print"]),
  tags: z.array(z.string()),
  stock: z.record(z.string(), z.number()),
  note: z.string().nullish(),
});

export default defineSchema({ products: defineTable(zodToConvex(Product)).index("by_sku", ["sku"]) });
