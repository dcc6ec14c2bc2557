import { ConvexError } from "../convex/values-alias";

export type LimitCode = "TOO_MANY" | "TOO_FAST";

/** An error whose data its class declares. */
export class LimitError extends ConvexError<{ code: LimitCode; retryAfter: number }> {
  constructor(code: LimitCode) {
    super({ code, retryAfter: 1000 });
  }
}
