// The types of this backend's functions as TypeScript infers them, for the Rust bindings.
// Written by `convex-codegen types`. Check it in, and do not edit it.
//
// typescript 5.9.3
// source messages b6721174bea7eb9e
import type { Doc, Id } from "./convex/_generated/dataModel";

export interface Functions {
  "messages:channel"(args: { name: string }): Doc<"channels"> | null;
  "messages:open"(args: { name: string; topic?: string }): Id<"channels">;
  "messages:page"(args: {
    channel: Id<"channels">;
    paginationOpts: {
      cursor: string | null;
      endCursor?: string | null;
      id?: number;
      maximumBytesRead?: number;
      maximumRowsRead?: number;
      numItems: number;
    };
  }): {
    continueCursor: string;
    isDone: boolean;
    page: Doc<"messages">[];
    pageStatus?: "SplitRecommended" | "SplitRequired" | null;
    splitCursor?: string | null;
  };
  "messages:send"(args: {
    body: { kind: "image"; url: string; width: number } | { kind: "text"; text: string };
    channel: Id<"channels">;
  }): Doc<"messages">;
}

/** The data of each `ConvexError` whose type is known, by the place that throws it. */
export interface Thrown {
  "functions.ts:10": { code: "UNAUTHENTICATED"; message: string };
}

/** The places that functions reach, in themselves and in what they call. */
export interface Throws {
  "messages:open": "functions.ts:10";
  "messages:send": "functions.ts:10";
}
