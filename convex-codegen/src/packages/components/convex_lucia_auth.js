// @convex-dev/convex-lucia-auth
// Compared with @convex-dev/convex-lucia-auth 0.0.4 to 0.0.5.

import {
  defineTable,
  internalMutationGeneric,
  internalQueryGeneric,
  mutationGeneric,
  queryGeneric,
} from "convex/server";
import { v } from "convex/values";

const withSession =
  (builder) =>
  ({ args, handler }) =>
    builder({ args: { ...args, sessionId: v.union(v.null(), v.string()) }, handler });

export const queryWithAuth = withSession(queryGeneric);
export const internalQueryWithAuth = withSession(internalQueryGeneric);
export const mutationWithAuth = withSession(mutationGeneric);
export const internalMutationWithAuth = withSession(internalMutationGeneric);

export const authTables = ({ user, session }) => ({
  users: defineTable({ ...user, id: v.string() }).index("byId", ["id"]),
  sessions: defineTable({
    ...session,
    id: v.string(),
    user_id: v.string(),
    active_expires: v.number(),
    idle_expires: v.number(),
  })
    .index("byId", ["id"])
    .index("byUserId", ["user_id"]),
  auth_keys: defineTable({
    id: v.string(),
    hashed_password: v.union(v.string(), v.null()),
    user_id: v.string(),
  })
    .index("byId", ["id"])
    .index("byUserId", ["user_id"]),
});
