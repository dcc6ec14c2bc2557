// @convex-dev/action-retrier

// --- args
import { onCompleteValidator } from "@convex-dev/action-retrier";
export const retried = internalMutation({ args: onCompleteValidator, handler: async () => {} });
