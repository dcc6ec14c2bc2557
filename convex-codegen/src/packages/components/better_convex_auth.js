// better-convex/auth, which is kitcn/auth now

import { authRuntime, conditionWith } from "kitcn/auth#runtime";

export { defineAuth, getInvalidAuthDefinitionExportReason, resolveGeneratedAuthDefinition } from "kitcn/auth#runtime";
export const createAuthRuntime = authRuntime(conditionWith({}));
