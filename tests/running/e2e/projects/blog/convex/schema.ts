import { defineEnt, defineEntSchema, getEntDefinitions } from "convex-ents";
import { v } from "convex/values";

const schema = defineEntSchema({
  users: defineEnt({ name: v.string() }).field("email", v.string(), { unique: true }).edges("posts", { ref: true }),
  posts: defineEnt({ title: v.string(), words: v.number() }).edge("user").edges("tags"),
  tags: defineEnt({}).field("name", v.string(), { unique: true }).edges("posts"),
});

export default schema;
export const definitions = getEntDefinitions(schema);
