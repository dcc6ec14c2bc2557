// What the zod modules of convex-helpers share: custom functions whose arguments are zod schemas.

import { addFieldsToValidator } from "convex-helpers/validators";
import { z } from "zod";

/** Whose ids are ids, and not just any value, while schemas are converted. */
export const ids = { from: "convex-helpers" };

const unrefined = (schema) => (schema.kind === "refined" ? unrefined(schema.inner) : schema);

export const customizeWith = (conversions) => (builder, customization) => (definition) => {
  const consumed = customization.args ?? {};
  const { args, returns, skipConvexValidation, handler = definition } = definition;
  const schema = returns && !returns.isZod ? z.object(returns) : returns;
  const declared = schema && !skipConvexValidation ? { returns: conversions.zodOutputToConvex(schema) } : {};
  if (!args) return builder({ ...declared, handler });
  if (args.isZod && unrefined(args).kind !== "object") throw new Error("Unsupported zod type as args validator");
  const fields = conversions.zodToConvexFields(args.isZod ? args.shape : args);
  // Convex sees the handler of the library, which takes what zod checks, whatever the user's handler takes.
  if (skipConvexValidation) return builder({ ...declared, handler: async (ctx, args) => handler(ctx, args) });
  return builder({ args: addFieldsToValidator(fields, consumed), ...declared, handler });
};
