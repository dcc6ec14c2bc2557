import { ConvexError } from "convex/values";

export function positive(value: number) {
  if (value <= 0) throw new ConvexError({ kind: value === 0 ? "zero" : "negative", value });
}

export function unused() {
  throw new ConvexError("never reached");
}
