import { query } from "../_generated/server";
export const a = query({ args: {}, handler: async () => 1 });
