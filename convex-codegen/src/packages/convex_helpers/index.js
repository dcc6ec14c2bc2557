// convex-helpers
// Compared with convex-helpers 0.0.1 to 0.1.124.

export const pick = (object, keys) =>
  Object.fromEntries(Object.entries(object).filter(([key]) => keys.includes(key)));

export const omit = (object, keys) =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));

export const withoutSystemFields = (object) => omit(object, ["_id", "_creationTime"]);

export const pruneNull = (list) => list.filter((item) => item !== null);
