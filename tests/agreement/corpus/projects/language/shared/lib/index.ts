import { v as validators } from "convex/values";

export const nested = validators.object({ inner: validators.array(validators.id("users")) });
export * from "./more";
