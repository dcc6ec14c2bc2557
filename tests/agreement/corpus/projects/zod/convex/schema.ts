import { zodOutputToConvex, zodToConvex, zodToConvexFields } from "convex-helpers/server/zod4";
import { defineSchema, defineTable } from "convex/server";
import { Event, User } from "./schemas";

export default defineSchema({
  users: defineTable(zodToConvex(User.omit({ id: true }))).index("by_email", ["email"]),
  events: defineTable(zodOutputToConvex(Event)),
  addresses: defineTable(zodToConvexFields(User.shape.address.shape)),
});
