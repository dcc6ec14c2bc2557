// The types of this backend's functions as TypeScript infers them, for the Rust bindings.
// Written by `convex-codegen types`. Check it in, and do not edit it.
//
// typescript 5.9.3
// source ai f30c3b69ef9c9e61
// source files 919fa61847ed9b86
// source messages 0e7868eb41e74055
// source payments 3216f21fa73c8297
// source tasks f7f2c4bdcc93a904
import type { Doc, Id } from "./convex/_generated/dataModel";

export interface Functions {
  "ai:summarize"(args: { text: string }): string;
  "files:generateUploadUrl"(args: {}): string;
  "files:keep"(args: { file: Id<"_storage">; name: string }): null;
  "messages:list"(args: {
    channel: string;
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
  "messages:send"(args: { author: string; text: string }): null;
  "payments:charge"(args: { amount: number; currency: string }): { transactionId: string };
  "payments:purge"(args: { before: number }): number;
  "tasks:add"(args: { due?: number; owner: Id<"users">; title: string }): Id<"tasks">;
  "tasks:clearDone"(args: {}): null;
  "tasks:count"(args: {}): number;
  "tasks:list"(args: { owner: Id<"users"> }): Doc<"tasks">[];
}

/** The data of each `ConvexError` whose type is known, by the place that throws it. */
export interface Thrown {
  "payments.ts:14": { code: "TOO_MUCH"; limit: number };
  "payments.ts:15": { code: "CARD_DECLINED"; message: string };
}

/** The places that functions reach, in themselves and in what they call. */
export interface Throws {
  "payments:charge": "payments.ts:14" | "payments.ts:15";
}
