// @convex-dev/r2
// Compared with @convex-dev/r2 0.5.1 to 0.10.2.

import { internalMutationGeneric, mutationGeneric, paginationOptsValidator, queryGeneric } from "convex/server";
import { v } from "convex/values";

const file = v.object({
  key: v.string(),
  sha256: v.optional(v.string()),
  contentType: v.optional(v.string()),
  size: v.optional(v.number()),
  bucket: v.string(),
  lastModified: v.string(),
  link: v.string(),
  url: v.string(),
  bucketLink: v.string(),
});

const page = v.object({
  page: v.array(file),
  isDone: v.boolean(),
  continueCursor: v.string(),
  splitCursor: v.optional(v.union(v.null(), v.string())),
  pageStatus: v.optional(v.union(v.null(), v.literal("SplitRecommended"), v.literal("SplitRequired"))),
});

const handler = () => undefined;
const key = v.string();

export const DEFAULT_BATCH_SIZE = 10;

export class R2 {
  clientApi() {
    return {
      generateUploadUrl: mutationGeneric({ args: {}, returns: v.object({ key, url: v.string() }), handler }),
      syncMetadata: mutationGeneric({ args: { key }, returns: v.null(), handler }),
      onSyncMetadata: internalMutationGeneric({
        args: { key, bucket: v.string(), isNew: v.boolean() },
        returns: v.null(),
        handler,
      }),
      getMetadata: queryGeneric({ args: { key }, returns: v.union(file, v.null()), handler }),
      listMetadata: queryGeneric({ args: { paginationOpts: paginationOptsValidator }, returns: page, handler }),
      deleteObject: mutationGeneric({ args: { key }, returns: v.null(), handler }),
    };
  }
}
