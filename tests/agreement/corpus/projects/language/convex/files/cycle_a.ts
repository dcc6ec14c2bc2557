import { v } from "convex/values";
import { query } from "../_generated/server";
import { pong } from "./cycle_b";

export function ping() {
  return { ping: v.string() };
}
export const run = query({ args: { both: v.object({ ...ping(), ...pong() }) }, handler: async () => null });
