// @convex-dev/static-hosting before 0.2
// Compared with @convex-dev/static-hosting 0.1.4.

import { internalMutationGeneric, internalQueryGeneric, queryGeneric } from "convex/server";
import { v } from "convex/values";

const handler = () => null;

export const exposeUploadApi = () => ({
  generateUploadUrl: internalMutationGeneric({ args: {}, handler }),
  recordAsset: internalMutationGeneric({
    args: {
      path: v.string(),
      storageId: v.optional(v.string()),
      blobId: v.optional(v.string()),
      contentType: v.string(),
      deploymentId: v.string(),
    },
    handler,
  }),
  gcOldAssets: internalMutationGeneric({ args: { currentDeploymentId: v.string() }, handler }),
  generateUploadUrls: internalMutationGeneric({ args: { count: v.number() }, handler }),
  recordAssets: internalMutationGeneric({
    args: {
      assets: v.array(
        v.object({ path: v.string(), storageId: v.string(), contentType: v.string(), deploymentId: v.string() }),
      ),
    },
    handler,
  }),
  listAssets: internalQueryGeneric({ args: { limit: v.optional(v.number()) }, handler }),
});

export const exposeDeploymentQuery = () => ({
  getCurrentDeployment: queryGeneric({ args: {}, handler }),
});

export const registerStaticRoutes = () => undefined;
export const getConvexUrl = () => "";
