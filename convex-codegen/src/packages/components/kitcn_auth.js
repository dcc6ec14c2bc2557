// kitcn/auth
// Compared with kitcn 0.13.0.

// Conditions changed from version to version.
import { condition } from "kitcn/auth#condition";
import { authRuntime } from "kitcn/auth#runtime";

export { defineAuth, getInvalidAuthDefinitionExportReason, resolveGeneratedAuthDefinition } from "kitcn/auth#runtime";
export const createAuthRuntime = authRuntime(condition);
