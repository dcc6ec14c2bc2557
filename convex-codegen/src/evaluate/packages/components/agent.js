// @convex-dev/agent: what is the same in all of its versions. Its message validators are not.

import { internalMutationGeneric } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";

export const vProviderOptions = v.record(v.string(), v.record(v.string(), v.any()));
export const vProviderMetadata = vProviderOptions;
export const vThreadStatus = literals("active", "archived");
export const vMessageStatus = literals("pending", "success", "failed");
export const vRole = literals("system", "user", "assistant", "tool");

export const vPaginationResult = (item) =>
  v.object({
    page: v.array(item),
    continueCursor: v.string(),
    isDone: v.boolean(),
    splitCursor: v.optional(v.union(v.string(), v.null())),
    pageStatus: v.optional(v.union(v.literal("SplitRecommended"), v.literal("SplitRequired"), v.null())),
  });

export const vStreamCursor = v.object({ streamId: v.string(), cursor: v.number() });

export const vStreamArgs = v.optional(
  v.union(
    v.object({ kind: v.literal("list"), startOrder: v.optional(v.number()) }),
    v.object({ kind: v.literal("deltas"), cursors: v.array(vStreamCursor) }),
  ),
);

export const vThreadDoc = v.object({
  _id: v.string(),
  _creationTime: v.number(),
  userId: v.optional(v.string()),
  title: v.optional(v.string()),
  summary: v.optional(v.string()),
  status: vThreadStatus,
});

export class Agent {
  createThreadMutation() {
    const text = v.optional(v.string());
    return internalMutationGeneric({
      args: { userId: text, title: text, summary: text },
      handler: () => undefined,
    });
  }
}

const run = () => undefined;
export const createTool = run;
export const createThread = run;
export const listMessages = run;
export const listUIMessages = run;
export const saveMessage = run;
export const saveMessages = run;
export const syncStreams = run;
export const streamText = run;
export const getThreadMetadata = run;
export const updateThreadMetadata = run;
export const toUIMessages = run;
export const getFile = run;
export const storeFile = run;
export const stepCountIs = run;
export const abortStream = run;
export const listStreams = run;
export const serializeDataOrUrl = run;
export const extractText = run;
export const vStreamDelta = v.object({
  streamId: v.string(),
  start: v.number(),
  end: v.number(),
  parts: v.array(v.any()),
});
