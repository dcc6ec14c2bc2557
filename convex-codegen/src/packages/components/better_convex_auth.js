// better-convex/auth, which is kitcn/auth now
// Compared with better-convex 0.11.0.

import { authRuntime, conditionWith } from "kitcn/auth#runtime";

export { defineAuth, getInvalidAuthDefinitionExportReason, resolveGeneratedAuthDefinition } from "kitcn/auth#runtime";
export const createAuthRuntime = authRuntime(conditionWith({}));
