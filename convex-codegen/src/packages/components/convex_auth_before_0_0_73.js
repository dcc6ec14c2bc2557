// @convex-dev/auth/server before 0.0.73, whose tables and arguments changed from version to version.
// Compared with @convex-dev/auth 0.0.70 to 0.0.72.

import { actionGeneric, internalMutationGeneric } from "convex/server";
import { authTables as current } from "@convex-dev/auth/server#current";
import { args, refreshTokens, accountIndexes } from "@convex-dev/auth/server#earlier";

export const authTables = { ...current, authRefreshTokens: refreshTokens, authAccounts: accountIndexes };

const handler = () => undefined;

export const convexAuth = () => ({
  auth: { addHttpRoutes: handler, getUserId: handler, getSessionId: handler },
  signIn: actionGeneric({ args, handler }),
  signOut: actionGeneric({ args: {}, handler }),
  store: internalMutationGeneric({ args, handler }),
});

export {
  getAuthUserId,
  getAuthSessionId,
  createAccount,
  retrieveAccount,
  modifyAccountCredentials,
  invalidateSessions,
  signInViaProvider,
} from "@convex-dev/auth/server#current";
