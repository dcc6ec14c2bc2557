import { query } from "../_generated/server";
export const mod = query({ args: {}, handler: async () => null });
