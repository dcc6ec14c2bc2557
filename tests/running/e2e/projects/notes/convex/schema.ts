import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export const note = {
  text: v.string(),
  attachment: v.optional(v.bytes()),
  /** A number of the calendar, or what somebody said. */
  when: v.union(v.number(), v.string(), v.null()),
  links: v.record(v.string(), v.id("notes")),
  extra: v.any(),
};

export default defineSchema({
  notes: defineTable(note),
  audit: defineTable({ what: v.literal("created"), note: v.id("notes") }),
});
