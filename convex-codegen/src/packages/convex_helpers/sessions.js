// convex-helpers/server/sessions
// Compared with convex-helpers 0.1.64 to 0.1.135.

import { v } from "convex/values";

export const vSessionId = v.string();
export const SessionIdArg = { sessionId: vSessionId };
export const runSessionFunctions = (ctx) => ctx;
