// Whether a record's keys may be absent, as convex-helpers tells.
// Compared with convex-helpers 0.1.135.

export const isPartial = (schema) => schema.partial === true;
