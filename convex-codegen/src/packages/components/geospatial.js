// @convex-dev/geospatial
// Compared with @convex-dev/geospatial 0.1.9 to 0.2.1.

import { v } from "convex/values";

export const point = v.object({ latitude: v.number(), longitude: v.number() });

export const rectangle = v.object({
  west: v.number(),
  east: v.number(),
  south: v.number(),
  north: v.number(),
});

export const DEFAULT_MIN_LEVEL = 4;
export const DEFAULT_MAX_LEVEL = 16;
export const DEFAULT_MAX_CELLS = 8;
export const DEFAULT_LEVEL_MOD = 2;

export class GeospatialIndex {}
