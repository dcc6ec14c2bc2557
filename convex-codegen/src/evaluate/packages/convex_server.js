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

// Routers and schedules are no functions that clients call.
export const httpRouter = () => ({ route() {}, lookup() {}, getRoutes() {} });
export const cronJobs = () => ({ interval() {}, hourly() {}, daily() {}, weekly() {}, monthly() {}, cron() {} });
