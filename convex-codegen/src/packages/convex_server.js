// What `convex/server` exports besides its builders.
import { v } from "convex/values";

export const paginationOptsValidator = v.object({
  numItems: v.number(),
  cursor: v.union(v.string(), v.null()),
  endCursor: v.optional(v.union(v.string(), v.null())),
  id: v.optional(v.number()),
  maximumRowsRead: v.optional(v.number()),
  maximumBytesRead: v.optional(v.number()),
});

export function paginationResultValidator(item) {
  return v.object({
    page: v.array(item),
    continueCursor: v.string(),
    isDone: v.boolean(),
    splitCursor: v.optional(v.union(v.string(), v.null())),
    pageStatus: v.optional(v.union(v.literal("SplitRecommended"), v.literal("SplitRequired"), v.null())),
  });
}

// Routers, schedules and components are no functions that clients call.
const nothing = () => undefined;
export class HttpRouter {
  isRouter = true;
  // The routes, as `convex/router.rs` reads them.
  routes = [];
  route(route) { this.routes.push(route); }
  lookup() {}
  getRoutes() {}
}
export const httpRouter = () => new HttpRouter();
export const ROUTABLE_HTTP_METHODS = ["GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];
export const cronJobs = () => ({
  interval: nothing, hourly: nothing, daily: nothing, weekly: nothing, monthly: nothing, cron: nothing,
});
const component = () => ({ use: () => ({}), installWithTools: nothing, env: {} });
export const defineApp = component;
export const defineComponent = component;
