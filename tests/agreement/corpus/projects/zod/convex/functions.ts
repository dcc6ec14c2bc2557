import { customCtx, NoOp } from "convex-helpers/server/customFunctions";
import { zCustomAction, zCustomMutation, zCustomQuery } from "convex-helpers/server/zod4";
import { v } from "convex/values";
import { action, internalMutation, mutation, query } from "./_generated/server";

export const zq = zCustomQuery(query, NoOp);
export const zm = zCustomMutation(mutation, customCtx(async () => ({ user: null })));
export const zim = zCustomMutation(internalMutation, NoOp);
export const za = zCustomAction(action, { args: { token: v.string() }, input: async () => ({ ctx: {}, args: {} }) });
