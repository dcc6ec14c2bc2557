// @convex-dev/rate-limiter

// --- hook
import { RateLimiter, MINUTE } from "@convex-dev/rate-limiter";
const limiter = new RateLimiter(components.rateLimiter, { send: { kind: "token bucket", rate: 3, period: MINUTE } });
export const { getRateLimit, getServerTime } = limiter.hookAPI("send", { key: async () => "" });
