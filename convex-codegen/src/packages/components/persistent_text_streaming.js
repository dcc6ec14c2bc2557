// @convex-dev/persistent-text-streaming

import { v } from "convex/values";

export const StreamIdValidator = v.string();

export class PersistentTextStreaming {}
