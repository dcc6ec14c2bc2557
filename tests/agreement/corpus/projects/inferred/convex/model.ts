import { v, type Infer } from "convex/values";
import type { Doc, Id } from "./_generated/dataModel";

export type Plan = "free" | "pro" | "team";
export type UserId = string & { __brand: "user" };
export type Cents = number & { __unit: "cents" };
export interface Tree {
  value: string;
  children: Tree[];
}
export type List<T> = { head: T; tail: List<T> | null };
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export enum Color {
  Red = "red",
  Blue = "blue",
}
export enum Level {
  Low,
  High,
}
export class Money {
  constructor(public amount: number) {}
  double() {
    return new Money(this.amount * 2);
  }
}
export const address = v.object({ street: v.string(), city: v.optional(v.string()) });
export type Address = Infer<typeof address>;
export type TaskWithOwner = Omit<Doc<"tasks">, "attachment"> & { ownerName: string | null };
export interface Page<T> {
  items: T[];
  next?: Id<"tasks">;
}
declare const tag: unique symbol;
export type Tagged = { [tag]: true; name: string };
export interface Folder {
  name: string;
  files: File[];
}
export interface File {
  folder: Folder | null;
  versions: Record<string, File>;
}
type Letter = "a" | "b" | "c" | "d" | "e" | "f" | "g" | "h" | "i" | "j" | "k" | "l" | "m" | "n" | "o" | "p";
/** 4,096 fields in three levels, with long names: more text than TypeScript 5 writes for one type. */
export type Long = {
  [A in Letter]: {
    [B in `${A}${Letter}`]: {
      [C in `${B}${Letter}OfAPartThatHasANameWhichIsMuchLongerThanAnybodyWouldWriteItByHandButNotLongerThanWhatSomeProgramsGenerateFromTheNamesOfOthersAndThatIsRepeatedInEachOfTheFieldsBelowItBecauseTheyAreNamedAfterThePartsOfWhichTheyArePartsThemselves`]: { value: C; tags: A[] }[];
    };
  };
};
