// @convex-dev/rag
// Compared with @convex-dev/rag 0.3.1 to 0.7.6.

import { internalActionGeneric, internalMutationGeneric } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";

const metadata = v.optional(v.record(v.string(), v.any()));
const status = literals("pending", "ready", "replaced");

export const vNamespaceId = v.string();
export const vEntryId = v.string();
export const vSearchType = literals("vector", "text", "hybrid");

export const vSearchResult = v.object({
  entryId: vEntryId,
  order: v.number(),
  content: v.array(v.object({ text: v.string(), metadata })),
  startOrder: v.number(),
  score: v.number(),
});

export const vEntry = v.object({
  key: v.optional(v.string()),
  title: v.optional(v.string()),
  metadata,
  entryId: vEntryId,
  importance: v.number(),
  filterValues: v.array(v.object({ name: v.string(), value: v.any() })),
  contentHash: v.optional(v.string()),
  status,
  replacedAt: v.optional(v.number()),
});

export const vSearchEntry = v.object({ ...vEntry.fields, text: v.string() });

const namespace = v.object({
  namespaceId: vNamespaceId,
  createdAt: v.number(),
  namespace: v.string(),
  status,
  filterNames: v.array(v.string()),
  dimension: v.number(),
  modelId: v.string(),
  version: v.number(),
});

export const vOnCompleteArgs = v.object({
  namespace,
  entry: vEntry,
  replacedEntry: v.optional(vEntry),
  error: v.optional(v.string()),
});

export class RAG {
  defineOnComplete() {
    return internalMutationGeneric({ args: vOnCompleteArgs, handler: () => undefined });
  }

  defineChunkerAction() {
    return internalActionGeneric({ args: { namespace, entry: vEntry, insertChunks: v.string() }, handler: () => undefined });
  }
}

const run = () => undefined;
export const defaultChunker = run;
export const hybridRank = run;
export const contentHashFromArrayBuffer = run;
export const guessMimeTypeFromContents = run;
export const guessMimeTypeFromExtension = run;
