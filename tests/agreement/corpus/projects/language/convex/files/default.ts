import { v } from "convex/values";
import { mutation } from "../_generated/server";

export default mutation({ args: { x: v.int64() }, returns: v.null(), handler: async () => null });
