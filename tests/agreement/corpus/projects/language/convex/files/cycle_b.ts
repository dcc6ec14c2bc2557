import { v } from "convex/values";
import { query } from "../_generated/server";
import { ping } from "./cycle_a";

export function pong() {
  return { pong: v.number() };
}
export const run = query({ args: {}, handler: async () => Object.keys(ping()) });
