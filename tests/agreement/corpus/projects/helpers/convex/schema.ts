import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { rateLimitTables } from "convex-helpers/server/rateLimit";
import { migrationsTable } from "convex-helpers/server/migrations";
import { literals, deprecated, brandedString, nullable } from "convex-helpers/validators";
import { Table } from "convex-helpers/server";

export const Projects = Table("projects", {
  name: v.string(),
  visibility: literals("private", "team", "public"),
  parent: nullable(v.id("projects")),
});

export const shapes = v.union(
  v.object({ kind: v.literal("circle"), radius: v.number() }),
  v.object({ kind: v.literal("square"), side: v.number() }),
);

export default defineSchema({
  ...rateLimitTables,
  migrations: migrationsTable,
  projects: Projects.table.index("by_name", ["name"]),
  shapes: defineTable(shapes),
  members: defineTable({
    projectId: v.id("projects"),
    email: brandedString("email"),
    role: literals("owner", "editor", "viewer"),
    oldRole: deprecated,
    joined: v.optional(v.number()),
  })
    .index("by_project", ["projectId"])
    .searchIndex("search_email", { searchField: "email", filterFields: ["role"] }),
});
