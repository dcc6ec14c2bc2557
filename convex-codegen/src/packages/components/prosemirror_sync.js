// @convex-dev/prosemirror-sync
// Compared with @convex-dev/prosemirror-sync 0.1.6 to 0.2.6.

import { mutationGeneric, queryGeneric } from "convex/server";
import { v } from "convex/values";

const handler = () => undefined;

export class ProsemirrorSync {
  syncApi() {
    const id = v.string();
    const version = v.number();
    return {
      getSnapshot: queryGeneric({
        args: { id, version: v.optional(version) },
        returns: v.union(v.object({ content: v.null() }), v.object({ content: v.string(), version })),
        handler,
      }),
      submitSnapshot: mutationGeneric({ args: { id, version, content: v.string() }, returns: v.null(), handler }),
      latestVersion: queryGeneric({ args: { id }, returns: v.union(v.null(), version), handler }),
      getSteps: queryGeneric({ args: { id, version }, handler }),
      submitSteps: mutationGeneric({
        args: { id, version, clientId: v.union(v.string(), v.number()), steps: v.array(v.string()) },
        handler,
      }),
    };
  }
}
