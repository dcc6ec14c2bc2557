// @convex-dev/workos-authkit
// Compared with @convex-dev/workos-authkit 0.1.4 to 0.2.9.

import { internalActionGeneric, internalMutationGeneric } from "convex/server";
import { v } from "convex/values";
import { since } from "convex#versions";

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
    const register = since("@convex-dev/workos-authkit", "0.2.7", "0.2.2") ? internalMutationGeneric : internalActionGeneric;
    return { backfillUsers: register({ args: {}, returns: v.null(), handler }) };
  }

  getAuthConfigProviders() {
    return [];
  }

  registerRoutes() {}
}
