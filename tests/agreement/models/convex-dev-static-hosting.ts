// @convex-dev/static-hosting

// --- query
import { exposeDeploymentQuery } from "@convex-dev/static-hosting";
export const { getCurrentDeployment } = exposeDeploymentQuery(components.staticHosting);
// --- upload
import { exposeUploadApi } from "@convex-dev/static-hosting";
export const { generateUploadUrl, recordAsset, gcOldAssets, listAssets, generateUploadUrls, recordAssets } = exposeUploadApi(components.staticHosting);
