// The conditions of kitcn/auth since 0.13.

import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { conditionWith } from "kitcn/auth#runtime";

export const condition = conditionWith({ mode: v.optional(literals("sensitive", "insensitive")) });
