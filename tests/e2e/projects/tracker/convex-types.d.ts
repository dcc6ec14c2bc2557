// The types of this backend's functions as TypeScript infers them, for the Rust bindings.
// Written by `convex-codegen types`. Check it in, and do not edit it.
//
// typescript 5.9.3
// source tasks bbd70e4b5d2496b3
import type { Doc, Id } from "./convex/_generated/dataModel";

export interface Functions {
  "tasks:add"(args: { due?: number; title: string }): Id<"tasks">;
  "tasks:board"(args: {}): { done: Doc<"tasks">[]; todo: Doc<"tasks">[]; total: number };
  "tasks:find"(args: { title: string }):
    | { found: false; known: string[] }
    | { found: true; id: Id<"tasks">; revision: bigint; status: "done" | "in-progress" | "todo" };
  "tasks:move"(args: { id: Id<"tasks">; status: "done" | "in-progress" | "todo" }): undefined;
  "tasks:report"(args: {}): { lines: string[]; overdue: number | null };
  "tasks:stats"(args: {}): {
    checksum: ArrayBuffer;
    counts: { done?: number; "in-progress"?: number; todo?: number };
    latest: Doc<"tasks"> | null;
  };
}
