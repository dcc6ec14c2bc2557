// The conditions of kitcn/auth since 0.13.

import { conditionParts } from "@convex-dev/better-auth#condition";
import { conditionWith } from "kitcn/auth#runtime";

export const condition = conditionWith({ mode: conditionParts().mode });
