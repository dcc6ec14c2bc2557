// @convex-dev/better-auth

// --- client
import { createClient } from "@convex-dev/better-auth";
export const authComponent = createClient(components.betterAuth, { triggers: { user: { onCreate: async () => {} } } });
export const { onCreate, onUpdate, onDelete } = authComponent.triggersApi();
// --- api
import { createClient } from "@convex-dev/better-auth";
export const authComponent = createClient(components.betterAuth, {});
export const { getAuthUser } = authComponent.clientApi();
// --- adapter
import { createApi } from "@convex-dev/better-auth";
import { defineSchema, defineTable } from "convex/server";
const schema = defineSchema({ user: defineTable({ name: v.string(), age: v.optional(v.number()) }), session: defineTable({ token: v.string() }) });
export const { create, findOne, findMany, updateOne, updateMany, deleteOne, deleteMany } = createApi(schema, () => ({}));
