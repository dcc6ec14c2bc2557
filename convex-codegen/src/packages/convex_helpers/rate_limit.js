// convex-helpers/server/rateLimit
// Compared with convex-helpers 0.1.64 to 0.1.135.

import { defineTable } from "convex/server";
import { v } from "convex/values";

export const RateLimitTable = "rateLimits";

export const rateLimitTables = {
  [RateLimitTable]: defineTable({
    name: v.string(),
    key: v.optional(v.string()),
    value: v.number(),
    ts: v.number(),
  }).index("name", ["name", "key"]),
};

const run = () => undefined;
export const isRateLimitError = run;
export const rateLimit = run;
export const checkRateLimit = run;
export const resetRateLimit = run;
export const defineRateLimits = () => ({ rateLimit: run, checkRateLimit: run, resetRateLimit: run });
