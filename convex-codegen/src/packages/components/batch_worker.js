// @convex-dev/batch-worker
// Compared with @convex-dev/batch-worker 0.3.3 to 0.3.6.

import { asObjectValidator, v } from "convex/values";

export const vDefaultCursor = v.commitTs();

const queryArgs = (cursor) => v.object({ name: v.string(), cursor: v.optional(cursor) });

const queryReturns = (batch, cursor) =>
  v.union(
    v.object({
      kind: v.optional(v.literal("work")),
      batch: asObjectValidator(batch),
      cursor: v.optional(cursor),
    }),
    v.object({
      kind: v.literal("idle"),
      cooldownMs: v.optional(v.number()),
      pollIntervalMs: v.optional(v.number()),
      timeoutMs: v.optional(v.number()),
    }),
  );

const mutationReturns = (cursor) =>
  v.union(v.null(), v.object({ debounceMs: v.optional(v.number()), cursor: v.optional(cursor) }));

export const vBatchQueryArgs = queryArgs(vDefaultCursor);
export const vBatchResult = (batch) => queryReturns(batch, vDefaultCursor);
export const vWorkerResult = mutationReturns(vDefaultCursor);

export const defineBatchWorkerValidators = ({ batch, cursor = vDefaultCursor }) => ({
  vQueryArgs: queryArgs(cursor),
  vQueryReturns: queryReturns(batch, cursor),
  vMutationArgs: asObjectValidator(batch),
  vMutationReturns: mutationReturns(cursor),
});

export const ping = () => undefined;
