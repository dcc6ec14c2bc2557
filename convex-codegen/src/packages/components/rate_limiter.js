// @convex-dev/rate-limiter
// Compared with @convex-dev/rate-limiter 0.2.9 to 0.4.0.

import { mutationGeneric, queryGeneric } from "convex/server";
import { v } from "convex/values";
import { since } from "convex#versions";

const has = (version, before) => since("@convex-dev/rate-limiter", version, before);

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;

const limit = {
  rate: v.number(),
  period: v.number(),
  capacity: v.optional(v.number()),
  maxReserved: v.optional(v.number()),
  shards: v.optional(v.number()),
  ...(has("0.4.0", "0.3.2") && {
    applyUpdates: v.optional(v.union(v.literal("transactionally"), v.literal("asynchronously"))),
  }),
};

const config = v.union(
  v.object({ kind: v.literal("token bucket"), ...limit, start: v.optional(v.null()) }),
  v.object({ kind: v.literal("fixed window"), ...limit, start: v.optional(v.number()) }),
);

const handler = () => undefined;

export class RateLimiter {
  hookAPI() {
    return {
      getRateLimit: queryGeneric({
        args: {
          name: v.optional(v.string()),
          key: v.optional(v.string()),
          sampleShards: v.optional(v.number()),
          ...(has("0.2.11") && { config: v.optional(config) }),
        },
        returns: v.object({ value: v.number(), ts: v.number(), shard: v.number(), config }),
        handler,
      }),
      getServerTime: mutationGeneric({ args: {}, returns: v.number(), handler }),
    };
  }
}

export default RateLimiter;
export const isRateLimitError = handler;
export const calculateRateLimit = handler;
