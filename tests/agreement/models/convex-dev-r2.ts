// @convex-dev/r2

// --- api
import { R2 } from "@convex-dev/r2";
export const r2 = new R2(components.r2, { bucket: "b", endpoint: "e", accessKeyId: "k", secretAccessKey: "s" });
export const { generateUploadUrl, syncMetadata, getMetadata, listMetadata, deleteObject, onSyncMetadata } = r2.clientApi({ checkUpload: async () => {} });
// --- callbacks
import { R2 } from "@convex-dev/r2";
export const r2 = new R2(components.r2, { bucket: "b", endpoint: "e", accessKeyId: "k", secretAccessKey: "s" });
export const { generateUploadUrl, syncMetadata, getMetadata, listMetadata, deleteObject, onSyncMetadata } = r2.clientApi({ callbacks: { onSyncMetadata: internal.a.b }, onUpload: async () => {}, onDelete: async () => {} });
