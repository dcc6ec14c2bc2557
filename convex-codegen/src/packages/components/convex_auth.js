// @convex-dev/auth/server
// Compared with @convex-dev/auth 0.0.73 to 0.0.95.

import { actionGeneric, defineTable, internalMutationGeneric, queryGeneric } from "convex/server";
import { v } from "convex/values";

export const authTables = {
  users: defineTable({
    name: v.optional(v.string()),
    image: v.optional(v.string()),
    email: v.optional(v.string()),
    emailVerificationTime: v.optional(v.number()),
    phone: v.optional(v.string()),
    phoneVerificationTime: v.optional(v.number()),
    isAnonymous: v.optional(v.boolean()),
  })
    .index("email", ["email"])
    .index("phone", ["phone"]),
  authSessions: defineTable({ userId: v.id("users"), expirationTime: v.number() }).index("userId", ["userId"]),
  authAccounts: defineTable({
    userId: v.id("users"),
    provider: v.string(),
    providerAccountId: v.string(),
    secret: v.optional(v.string()),
    emailVerified: v.optional(v.string()),
    phoneVerified: v.optional(v.string()),
  })
    .index("userIdAndProvider", ["userId", "provider"])
    .index("providerAndAccountId", ["provider", "providerAccountId"]),
  authRefreshTokens: defineTable({
    sessionId: v.id("authSessions"),
    expirationTime: v.number(),
    firstUsedTime: v.optional(v.number()),
    parentRefreshTokenId: v.optional(v.id("authRefreshTokens")),
  })
    .index("sessionId", ["sessionId"])
    .index("sessionIdAndParentRefreshTokenId", ["sessionId", "parentRefreshTokenId"]),
  authVerificationCodes: defineTable({
    accountId: v.id("authAccounts"),
    provider: v.string(),
    code: v.string(),
    expirationTime: v.number(),
    verifier: v.optional(v.string()),
    emailVerified: v.optional(v.string()),
    phoneVerified: v.optional(v.string()),
  })
    .index("accountId", ["accountId"])
    .index("code", ["code"]),
  authVerifiers: defineTable({
    sessionId: v.optional(v.id("authSessions")),
    signature: v.optional(v.string()),
  }).index("signature", ["signature"]),
  authRateLimits: defineTable({
    identifier: v.string(),
    lastAttemptTime: v.number(),
    attemptsLeft: v.number(),
  }).index("identifier", ["identifier"]),
};

const account = v.object({ id: v.string(), secret: v.optional(v.string()) });

/** What the library's own calls of its internal mutation carry. */
const calls = {
  signIn: {
    userId: v.id("users"),
    sessionId: v.optional(v.id("authSessions")),
    generateTokens: v.boolean(),
  },
  signOut: {},
  refreshSession: { refreshToken: v.string() },
  verifyCodeAndSignIn: {
    params: v.any(),
    provider: v.optional(v.string()),
    verifier: v.optional(v.string()),
    generateTokens: v.boolean(),
    allowExtraProviders: v.boolean(),
  },
  verifier: {},
  verifierSignature: { verifier: v.string(), signature: v.string() },
  userOAuth: {
    provider: v.string(),
    providerAccountId: v.string(),
    profile: v.any(),
    signature: v.string(),
  },
  createVerificationCode: {
    accountId: v.optional(v.id("authAccounts")),
    provider: v.string(),
    email: v.optional(v.string()),
    phone: v.optional(v.string()),
    code: v.string(),
    expirationTime: v.number(),
    allowExtraProviders: v.boolean(),
  },
  createAccountFromCredentials: {
    provider: v.string(),
    account,
    profile: v.any(),
    shouldLinkViaEmail: v.optional(v.boolean()),
    shouldLinkViaPhone: v.optional(v.boolean()),
  },
  retrieveAccountWithCredentials: { provider: v.string(), account },
  modifyAccount: { provider: v.string(), account: v.object({ id: v.string(), secret: v.string() }) },
  invalidateSessions: { userId: v.id("users"), except: v.optional(v.array(v.id("authSessions"))) },
};

const handler = () => undefined;

export function convexAuth() {
  const members = Object.entries(calls).map(([type, fields]) => v.object({ type: v.literal(type), ...fields }));
  return {
    auth: { addHttpRoutes: handler, getUserId: handler, getSessionId: handler },
    signIn: actionGeneric({
      args: {
        provider: v.optional(v.string()),
        params: v.optional(v.any()),
        verifier: v.optional(v.string()),
        refreshToken: v.optional(v.string()),
        calledBy: v.optional(v.string()),
      },
      handler,
    }),
    signOut: actionGeneric({ args: {}, handler }),
    store: internalMutationGeneric({ args: { args: v.union(...members) }, handler }),
    isAuthenticated: queryGeneric({ args: {}, handler }),
  };
}

export const getAuthUserId = handler;
export const getAuthSessionId = handler;
export const createAccount = handler;
export const retrieveAccount = handler;
export const modifyAccountCredentials = handler;
export const invalidateSessions = handler;
export const signInViaProvider = handler;
