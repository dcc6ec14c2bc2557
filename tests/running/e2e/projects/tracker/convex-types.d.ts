// The types of this backend's functions as TypeScript infers them, for the Rust bindings.
// Written by `convex-codegen types`. Check it in, and do not edit it.
//
// typescript 5.9.3
// source tasks c0c6b9cb6ba3d977
import type { Doc, Id } from "./convex/_generated/dataModel";
import type { Value } from "convex/values";

export interface Functions {
  "tasks:add"(args: { due?: number; title: string }): Id<"tasks">;
  "tasks:board"(args: {}): { done: Doc<"tasks">[]; todo: Doc<"tasks">[]; total: number };
  "tasks:edges"(args: {}): {
    absent?: number;
    anything: Value;
    bytes: ArrayBuffer[];
    changes: Array<
      | { from: string; kind: "renamed"; to: string | null }
      | { kind: "lost" }
      | { kind: "moved"; to: "done" | "in-progress" | "todo" }>;
    choice: string;
    either: bigint | string | null;
    flag?: true;
    integers: bigint[];
    nested: { all: { byTitle: Record<string, Doc<"tasks">> }; first: Doc<"tasks"> | null };
    nothing: null;
    numbers: number[];
  };
  "tasks:find"(args: { title: string }):
    | { found: false; known: string[] }
    | { found: true; id: Id<"tasks">; revision: bigint; status: "done" | "in-progress" | "todo" };
  "tasks:move"(args: { id: Id<"tasks">; status: "done" | "in-progress" | "todo" }): undefined;
  "tasks:nothing"(args: {}): undefined;
  "tasks:page"(args: {
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
    page: {
      _creationTime: number;
      _id: Id<"tasks">;
      due?: number;
      labels: Array<"done" | "in-progress" | "todo" | 1n>[];
      owner: null;
      revision: bigint;
      status: "done" | "in-progress" | "todo";
      title: string;
    }[];
    pageStatus?: "SplitRecommended" | "SplitRequired" | null;
    splitCursor?: string | null;
  };
  "tasks:parts"(args: { deep: number }): { done?: boolean; parts: Up<1>[]; title: string };
  "tasks:report"(args: {}): { lines: string[]; overdue: number | null };
  "tasks:sometimes"(args: { some: boolean }): { at: number } | undefined;
  "tasks:stats"(args: {}): {
    checksum: ArrayBuffer;
    counts: { done?: number; "in-progress"?: number; todo?: number };
    latest: Doc<"tasks"> | null;
  };
  "tasks:wrong"(args: {}): { list: { count: number }[] };
}

/** The type so many arrays and objects further out: recursion. */
interface Up<Levels extends number> {
  levels: Levels;
}
