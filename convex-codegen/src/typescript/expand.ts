// Expands any type to plain structure. Declaration emit prints what a generic function infers, but the name of an
// interface as it is: so interfaces mark what must not be taken apart. Even primitives are marked, because a field whose
// type comes out as it was declared is printed as it was written there, with names that mean nothing here. Their marks
// are the names of keywords in quotes, and a literal is a tuple of one: what needs no name is printed in less time.
import type { RegisteredAction, RegisteredMutation, RegisteredQuery } from "convex/server";
import type { Value } from "convex/values";
import type { Careful, Deepest, Documents } from "./settings.js";

export interface Id<Table> { readonly " id": Table }
export interface Tuple<Elements> { readonly " tuple": Elements }
export interface Up<Levels> { readonly " up": Levels }
export interface Unsupported<Reason> { readonly " unsupported": Reason }
export interface Bytes { readonly " bytes": 0 }
export interface AnyValue { readonly " value": 0 }
export interface Document<Table> { readonly " document": Table }

export type IsAny<T> = 0 extends 1 & T ? true : false;

/** Identity, stricter than being assignable both ways. */
type Same<A, B> = (<G>() => G extends A ? 1 : 2) extends <G>() => G extends B ? 1 : 2 ? true : false;

/** `Up` to the level of the stack at which the very same type stands, which is at one at most. */
type Find<T, Stack extends unknown[]> = {
  [Level in keyof Stack]: [Stack[Level]] extends [T] ? Same<T, Stack[Level]> extends true ? Up<Level> : never : never;
}[number];

export type Scalar = string | number | bigint | boolean | symbol | null | undefined | void;

type Expand<T, Stack extends unknown[]> =
  [T] extends [Scalar] ? Simple<T>
  : unknown extends T ? "unknown"
  : Stack["length"] extends Deepest ? Unsupported<"nested too deeply">
  : ArrayBuffer extends T
    ? Same<Exclude<T, undefined>, Value> extends true
      ? AnyValue | (undefined extends T ? "undefined" : never)
      : Member<T, Stack>
  : Member<T, Stack>;

type Member<T, Stack extends unknown[]> =
  T extends Scalar ? Plain<T>
  : Leaf<T> extends infer Found
    ? [Found] extends [never]
      ? [T] extends [Stack[number]] ? Again<T, Stack> : Structure<T, [T, ...Stack]>
      : Found
    : never;

/** A type that is assignable to one further out may be that very type. */
type Again<T, Stack extends unknown[]> =
  Find<T, Stack> extends infer Above
    ? [Above] extends [never] ? Structure<T, [T, ...Stack]> : Above
    : never;

// What follows does not know the stack, so TypeScript works it out once for each type.

/** `never` and `any` must be seen before the union is distributed. */
type Simple<T> = IsAny<T> extends true ? "any" : [T] extends [never] ? "never" : Plain<T>;

export type Plain<T> =
  T extends undefined | void ? "undefined"
  : T extends null ? "null"
  : T extends boolean ? boolean extends T ? "boolean" : [T]
  : T extends string ? Text<T>
  : T extends number ? NumberOf<T>
  : T extends bigint ? BigIntOf<T>
  : Unsupported<"symbol">;

/** What is not taken apart; `never` for the rest. */
export type Leaf<T> =
  T extends (...args: any) => unknown ? Unsupported<"function">
  : T extends abstract new (...args: any) => unknown ? Unsupported<"class">
  : T extends Date ? Unsupported<"Date">
  : T extends ReadonlyMap<any, any> ? Unsupported<"Map">
  : T extends ReadonlySet<any> ? Unsupported<"Set">
  : T extends RegExp ? Unsupported<"RegExp">
  : T extends PromiseLike<any> ? Unsupported<"Promise">
  : T extends ArrayBufferView ? Unsupported<"ArrayBufferView">
  : T extends ArrayBuffer ? Bytes
  : DocumentOf<T>;

/** The whole document of a table has a name. */
type DocumentOf<T> =
  T extends { _id: infer Key }
    ? Key extends { __tableName: infer Table }
      ? IsAny<Table> extends true ? never
      : Table extends keyof Documents
        ? Same<T, Documents[Table]> extends true ? Document<`${Table}`> : never
      : never
    : never
  : never;

type Text<T extends string> =
  string extends T ? "string"
  : T extends { __tableName: infer Table } ? IsAny<Table> extends true ? "string" : TableId<Table>
  : IsOpen<`${T}`> extends true ? "string" : [`${T}`];

type TableId<Table> =
  string extends Table ? "string"
  : Table extends string ? Id<`${Table}`> : never;

type NumberOf<T extends number> =
  IsOpen<`${T}`> extends true ? "number"
  : `${T}` extends `${infer N extends number}` ? [N] : "number";

type BigIntOf<T extends bigint> =
  IsOpen<`${T}`> extends true ? "bigint"
  : `${T}` extends `${infer N extends bigint}` ? [N] : "bigint";

/** Whether a string type has more than one value: `string`, a template, a brand. */
type IsOpen<T extends string> = {} extends Record<T, 0> ? true : false;

type Structure<T, Stack extends unknown[]> =
  T extends readonly unknown[] ? List<T, Stack>
  : Careful extends true
    ? [Methods<T>] extends [never] ? Fields<T, Stack> : Unsupported<"an object with methods">
  : Fields<T, Stack>;

type Methods<T> = { [K in keyof T]: T[K] extends (...args: any) => unknown ? K : never }[keyof T];

type Fields<T, Stack extends unknown[]> =
  Stack["length"] extends Shallow ? Outer<T, Stack>
  : Stack["length"] extends Middle ? Inner<T, Stack>
  : Innermost<T, Stack>;

type List<T extends readonly unknown[], Stack extends unknown[]> =
  number extends T["length"] ? Expand<T[number], Stack>[]
  : Tuple<{ -readonly [K in keyof T]: Expand<T[K], Stack> }>;

// Declaration emit cuts a type off that nests in itself ten times, by the place where it is declared: so there are three.
type Shallow = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
type Middle = 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16;
type Outer<T, Stack extends unknown[]> = { [K in keyof T as K extends symbol ? never : K]: Expand<T[K], Stack> };
type Inner<T, Stack extends unknown[]> = { [K in keyof T as K extends symbol ? never : K]: Expand<T[K], Stack> };
type Innermost<T, Stack extends unknown[]> = { [K in keyof T as K extends symbol ? never : K]: Expand<T[K], Stack> };

type ArgsOf<F> =
  F extends RegisteredQuery<any, infer Args, any> ? Args
  : F extends RegisteredMutation<any, infer Args, any> ? Args
  : F extends RegisteredAction<any, infer Args, any> ? Args
  : NoFunction;

type ReturnsOf<F> =
  F extends RegisteredQuery<any, any, infer Returns> ? Returns
  : F extends RegisteredMutation<any, any, infer Returns> ? Returns
  : F extends RegisteredAction<any, any, infer Returns> ? Returns
  : NoFunction;

type KindOf<F> =
  F extends RegisteredQuery<"public", any, any> ? "public query"
  : F extends RegisteredMutation<"public", any, any> ? "public mutation"
  : F extends RegisteredAction<"public", any, any> ? "public action"
  : F extends RegisteredQuery<"internal", any, any> ? "internal query"
  : F extends RegisteredMutation<"internal", any, any> ? "internal mutation"
  : F extends RegisteredAction<"internal", any, any> ? "internal action"
  : NoFunction;

type NoFunction = Unsupported<"not a Convex function for TypeScript">;

type Side<F, T> = IsAny<F> extends true ? "any" : [T] extends [NoFunction] ? T : Expand<T, []>;

/** Kind and visibility of a Convex function. */
export declare function kind<F>(definition: F): IsAny<F> extends true ? "any" : [F] extends [never] ? NoFunction : KindOf<F>;

/** The expanded arguments of a Convex function. */
export declare function args<F>(definition: F): Side<F, ArgsOf<F>>;

/** What a Convex function returns, expanded. */
export declare function returns<F>(definition: F): Side<F, Awaited<ReturnsOf<F>>>;
