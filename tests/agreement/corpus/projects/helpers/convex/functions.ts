import { customAction, customCtx, customMutation, customQuery, NoOp } from "convex-helpers/server/customFunctions";
import { Triggers } from "convex-helpers/server/triggers";
import { SessionIdArg } from "convex-helpers/server/sessions";
import { v } from "convex/values";
import { action, internalMutation as rawInternalMutation, mutation as rawMutation, query } from "./_generated/server";
import type { DataModel } from "./_generated/dataModel";

const triggers = new Triggers<DataModel>();
triggers.register("members", async (ctx, change) => {
  console.log(change.id);
});

export const mutation = customMutation(rawMutation, customCtx(triggers.wrapDB));
export const internalMutation = customMutation(rawInternalMutation, customCtx(triggers.wrapDB));

export const authedQuery = customQuery(
  query,
  customCtx(async (ctx) => {
    const identity = await ctx.auth.getUserIdentity();
    if (!identity) throw new Error("no");
    return { identity };
  }),
);

export const projectQuery = customQuery(query, {
  args: { projectId: v.id("projects") },
  input: async (ctx, { projectId }) => ({ ctx: { project: await ctx.db.get(projectId) }, args: {} }),
});

export const sessionMutation = customMutation(mutation, {
  args: SessionIdArg,
  input: async (ctx, { sessionId }) => ({ ctx: { sessionId }, args: {} }),
});

export const plainAction = customAction(action, NoOp);
