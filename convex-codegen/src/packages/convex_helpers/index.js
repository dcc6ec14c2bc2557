// convex-helpers
// Compared with convex-helpers 0.1.64 to 0.1.135.

export const pick = (object, keys) =>
  Object.fromEntries(Object.entries(object).filter(([key]) => keys.includes(key)));

export const omit = (object, keys) =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));

export const withoutSystemFields = (object) => omit(object, ["_id", "_creationTime"]);

export const pruneNull = (list) => list.filter((item) => item !== null);
