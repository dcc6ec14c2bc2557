import { query } from "./_generated/server";
export const f = query({ args: { a: , handler: () => 1 });
