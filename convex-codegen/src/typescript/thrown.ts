// Says the type of what is thrown as a message: nothing fits the last parameter of `thrown` where the data of a
// `ConvexError` is known. Messages print a type by its alias, if it has one, and unions and mapped types have that of the
// declaration that made them: so each is made inside of a condition.
import type { ConvexError, Value } from "convex/values";
import type { AnyValue, IsAny, Leaf, Plain, Scalar, Tuple, Unsupported } from "./expand.js";

/** The answer: the number of a place, and the data that is thrown there. */
export interface Site<Index, Data> { readonly " site": [Index, Data] }

/** `never` unless it is known to be a `ConvexError`. */
type DataOf<T> = IsAny<T> extends true ? never : T extends ConvexError<any> ? T["data"] : never;

type Answer<T, Index> =
  IsAny<DataOf<T>> extends true ? unknown
  : [DataOf<T>] extends [never] ? unknown
  : unknown extends DataOf<T> ? unknown
  : Site<Index, Flat<DataOf<T>, []>>;

/** The plain structure of a type, as in `expand.ts`. What contains itself is cut. */
type Flat<T, Outer extends unknown[]> =
  IsAny<T> extends true ? "any"
  : [T] extends [never] ? "never"
  : unknown extends T ? "unknown"
  : Outer["length"] extends 8 ? Unsupported<"nested too deeply">
  : [Value] extends [T] ? AnyValue
  : [T] extends [infer Whole]
    ? Whole extends Scalar ? Plain<Whole>
      : Leaf<Whole> extends infer Found
        ? [Found] extends [never] ? Parts<Whole, [0, ...Outer]> : Found
        : never
    : never;

type Parts<T, Outer extends unknown[]> =
  T extends readonly unknown[]
    ? number extends T["length"] ? Flat<T[number], Outer>[] : Tuple<{ -readonly [K in keyof T]: Flat<T[K], Outer> }>
    : { [K in keyof T as K extends symbol ? never : K]: Flat<T[K], Outer> };

/** What is thrown, as it is. */
export declare function thrown<T, Index extends number>(error: T, index: Index, answer: Answer<T, Index>): T;
