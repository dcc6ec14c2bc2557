// @convex-dev/static-hosting
// Compared with @convex-dev/static-hosting 0.2.0 to 0.2.1.

import { queryGeneric } from "convex/server";
import { v } from "convex/values";

const deployment = v.object({
  _id: v.string(),
  _creationTime: v.number(),
  currentDeploymentId: v.string(),
  deployedAt: v.number(),
  spaFallback: v.optional(v.boolean()),
});

export const exposeDeploymentQuery = () => ({
  getCurrentDeployment: queryGeneric({
    args: {},
    returns: v.union(deployment, v.null()),
    handler: () => null,
  }),
});

export const registerStaticRoutes = () => undefined;
export const getConvexUrl = () => "";
