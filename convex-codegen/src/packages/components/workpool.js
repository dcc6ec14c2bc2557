// @convex-dev/workpool
// Compared with @convex-dev/workpool 0.2.18 to 0.4.16.

import { internalMutationGeneric } from "convex/server";
import { v } from "convex/values";
import { since } from "convex#versions";

const has = (version, before) => since("@convex-dev/workpool", version, before);

export const vWorkId = v.string();

export const vRunResult = (returnValue) =>
  v.union(
    v.object({ kind: v.literal("success"), returnValue }),
    v.object({
      kind: v.literal("failed"),
      error: v.string(),
      ...(has("0.4.16", "0.4.12") && { errorData: v.optional(v.any()) }),
    }),
    v.object({ kind: v.literal("canceled") }),
  );

export const vResult = vRunResult(v.any());

export const vOnCompleteArgs = (context, result) =>
  v.object({
    workId: vWorkId,
    context: context ?? v.optional(v.any()),
    result: has("0.4.10") ? vRunResult(result ?? v.optional(v.any())) : vResult,
  });

export const vOnComplete = vOnCompleteArgs(v.any());
export const vRetryBehavior = v.object({
  maxAttempts: v.number(),
  initialBackoffMs: v.number(),
  base: v.number(),
});

export {
  vOnCompleteArgs as vOnCompleteValidator,
  vResult as resultValidator,
  vResult as vResultValidator,
  vWorkId as vWorkIdValidator,
  vWorkId as workIdValidator,
};

export class Workpool {
  defineOnComplete({ context, returnValue }) {
    return internalMutationGeneric({ args: vOnCompleteArgs(context, returnValue), handler: () => undefined });
  }
}

const run = () => undefined;
export const enqueue = run;
export const enqueueAction = run;
export const enqueueMutation = run;
export const enqueueQuery = run;
