import { action, query } from "./_generated/server";

/** Gives its argument back. */
export const echo = query({ handler: async (_ctx, args) => args });

/** Gives its argument back. */
export const echoAction = action({ handler: async (_ctx, args) => args });
