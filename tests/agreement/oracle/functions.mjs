// The Convex functions among a module's exports, as `npx convex function-spec` lists them.

const KINDS = [
  ["isQuery", "Query"],
  ["isMutation", "Mutation"],
  ["isAction", "Action"],
];

function kindOf(value) {
  if (value === null || (typeof value !== "function" && typeof value !== "object")) return undefined;
  const kinds = KINDS.filter(([mark]) => mark in value);
  return kinds.length === 1 ? kinds[0][1] : undefined;
}

function visibilityOf(value) {
  if ("isPublic" in value) return { kind: "public" };
  if ("isInternal" in value) return { kind: "internal" };
  return undefined;
}

/** Appends the functions that `exports` of `module` holds to `spec`. */
export function functionsOf(module, exports, spec) {
  for (const name of Object.keys(exports).sort()) {
    const value = exports[name];
    const functionType = kindOf(value);
    const visibility = functionType && visibilityOf(value);
    if (!visibility) continue;
    const identifier = `${module}:${name}`;
    try {
      const args = typeof value.exportArgs === "function" ? JSON.parse(value.exportArgs()) : { type: "any" };
      const returns = typeof value.exportReturns === "function" ? JSON.parse(value.exportReturns()) : null;
      spec.functions.push({ identifier, functionType, visibility, args, returns });
    } catch (error) {
      spec.errors.push({ function: identifier, error: String(error.message).split("\n")[0] });
    }
  }
}
