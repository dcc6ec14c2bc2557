// convex-ents

// --- schema
import { defineEnt, defineEntFromTable, defineEntSchema, getEntDefinitions } from "convex-ents";
import { defineTable } from "convex/server";

const schema = defineEntSchema(
  {
    users: defineEnt({ name: v.string() })
      .field("email", v.string(), { unique: true })
      .field("plan", v.union(v.literal("free"), v.literal("pro")), { default: "free" })
      .edge("profile", { ref: true })
      .edges("messages", { ref: true })
      .edges("followers", { to: "users", inverse: "followees" })
      .edges("friends", { to: "users" })
      .deletion("soft"),
    profiles: defineEnt({ bio: v.optional(v.string()) }).edge("user").edge("avatar", { to: "_storage", optional: true }),
    messages: defineEnt({ text: v.string() })
      .edge("user", { field: "authorId" })
      .edges("tags")
      .index("by_text", ["text"])
      .searchIndex("text", { searchField: "text", filterFields: ["authorId"] }),
    tags: defineEnt({}).field("name", v.string(), { index: true }).edges("messages"),
    posts: defineEnt({ body: v.string() }).edges("editors", { to: "writers", table: "editing" }),
    writers: defineEnt({ pen: v.string() }).edges("edited", { to: "posts", table: "editing" }),
    plain: defineEntFromTable(defineTable({ a: v.number() }).index("a", ["a"])),
  },
  { schemaValidation: false },
);

export default schema;
export const entDefinitions = getEntDefinitions(schema);
// --- unions
import { defineEnt, defineEntSchema } from "convex-ents";
const schema = defineEntSchema({
  posts: defineEnt(
    v.union(
      v.object({ kind: v.literal("draft"), body: v.string() }),
      v.object({ kind: v.literal("live"), url: v.string() }),
    ),
  ).edge("writer"),
  writers: defineEnt({ pen: v.string() }).edges("posts", { ref: true }),
});
export const post = query({ args: { post: schema.tables.posts.validator }, handler: async () => 1 });
