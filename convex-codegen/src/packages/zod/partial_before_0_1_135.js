// Whether a record's keys may be absent: convex-helpers before 0.1.135 saw that only where zod cleared them.
// Compared with convex-helpers 0.1.64 to 0.1.124.

import { clears } from "zod#partial";

export const isPartial = (schema) => schema.partial === true && clears;
