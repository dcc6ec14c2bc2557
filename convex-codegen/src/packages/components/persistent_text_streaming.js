// @convex-dev/persistent-text-streaming
// Compared with @convex-dev/persistent-text-streaming 0.2.3 to 0.3.3.

import { v } from "convex/values";

export const StreamIdValidator = v.string();

export class PersistentTextStreaming {}
