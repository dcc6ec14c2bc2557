// @convex-dev/action-retrier
// Compared with @convex-dev/action-retrier 0.1.6 to 0.3.1.

import { v } from "convex/values";

export const runIdValidator = v.string();

export const runResultValidator = v.union(
  v.object({ type: v.literal("success"), returnValue: v.any() }),
  v.object({ type: v.literal("failed"), error: v.string() }),
  v.object({ type: v.literal("canceled") }),
);

export const onCompleteValidator = v.object({ runId: runIdValidator, result: runResultValidator });

export class ActionRetrier {}
