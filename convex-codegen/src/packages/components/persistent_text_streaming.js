// @convex-dev/persistent-text-streaming
// Compared with @convex-dev/persistent-text-streaming 0.0.1 to 0.3.3.

import { v } from "convex/values";

export const StreamIdValidator = v.string();

export class PersistentTextStreaming {}
