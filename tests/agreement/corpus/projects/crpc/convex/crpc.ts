// Procedures as a project of better-convex (now kitcn) sets them up.

import { CRPCError, initCRPC } from "better-convex/server";
import {
  action,
  httpAction,
  internalAction,
  internalMutation,
  internalQuery,
  mutation,
  query,
} from "./_generated/server";

const c = initCRPC
  .meta<{ auth?: "required" }>()
  .create({ query, internalQuery, mutation, internalMutation, action, internalAction, httpAction } as any);

const signedIn = c.middleware(async ({ ctx, next }: any) => {
  if (!ctx.user) throw new CRPCError({ code: "UNAUTHORIZED" } as any);
  return next({ ctx });
});

export const publicQuery = c.query;
export const publicMutation = c.mutation;
export const publicAction = c.action;
export const privateQuery = c.query.internal();
export const privateMutation = c.mutation.internal();
export const privateAction = c.action.internal();
export const authQuery = c.query.meta({ auth: "required" }).use(signedIn as any);
export const authMutation = c.mutation.meta({ auth: "required" }).use(signedIn as any);
