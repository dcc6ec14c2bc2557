import { ConvexError } from "convex/values";
import type { Doc, Id } from "../_generated/dataModel";
import type { QueryCtx } from "../_generated/server";

/** Throws a text. */
export function requireName(user: Doc<"users">): string {
  if (user.name === "") {
    throw new ConvexError("A name is needed.");
  }
  return user.name;
}

/** Throws what a factory makes, and what a class is. */
export async function requireUser(ctx: QueryCtx, id: Id<"users">) {
  const user = await ctx.db.get(id);
  if (user === null) throw notFound("users", id);
  return user;
}

const notFound = <Table extends string>(table: Table, id: Id<"users">) =>
  new ConvexError({ code: "NOT_FOUND", table, id });
