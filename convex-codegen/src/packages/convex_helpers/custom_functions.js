// convex-helpers/server/customFunctions
// Compared with convex-helpers 0.1.64 to 0.1.135.

import { addFieldsToValidator } from "convex-helpers/validators";

export const NoOp = { args: {}, input: () => ({ args: {}, ctx: {} }) };

export const customCtx = (modify) => ({ args: {}, input: modify });
export const customCtxAndArgs = (customization) => customization;

const customize = (builder, customization) => (definition) => {
  const consumed = customization.args ?? {};
  const { args, returns, handler = definition } = definition;
  if (args) return builder({ args: addFieldsToValidator(args, consumed), returns, handler });
  if (Object.keys(consumed).length > 0) {
    throw new Error("A custom function with arguments needs functions that declare theirs");
  }
  return builder({ returns, handler });
};

export const customQuery = customize;
export const customMutation = customize;
export const customAction = customize;
