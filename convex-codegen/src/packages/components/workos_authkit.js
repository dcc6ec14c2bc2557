// @convex-dev/workos-authkit
// Compared with @convex-dev/workos-authkit 0.2.7 to 0.2.9.

import { internalMutationGeneric } from "convex/server";
import { v } from "convex/values";

const handler = () => null;
const anything = v.record(v.string(), v.any());

export class AuthKit {
  events() {
    return {
      authKitEvent: internalMutationGeneric({
        args: { event: v.string(), data: anything },
        returns: v.null(),
        handler,
      }),
    };
  }

  actions() {
    return { authKitAction: internalMutationGeneric({ args: { action: anything }, returns: anything, handler }) };
  }

  utils() {
    return { backfillUsers: internalMutationGeneric({ args: {}, returns: v.null(), handler }) };
  }

  getAuthConfigProviders() {
    return [];
  }

  registerRoutes() {}
}
