// @convex-dev/workflow
// Compared with @convex-dev/workflow 0.2.1 to 0.4.8.

import { internalMutationGeneric } from "convex/server";
import { asObjectValidator, v } from "convex/values";
import { vResultValidator, vWorkIdValidator } from "@convex-dev/workpool";
import { since } from "convex#versions";

const has = (version, before) => since("@convex-dev/workflow", version, before);

export { vResultValidator };
export const vWorkflowId = v.string();
export const vEventId = () => v.string();

export const vWorkflowStep = v.object({
  workflowId: vWorkflowId,
  name: v.string(),
  stepId: v.string(),
  stepNumber: v.number(),
  args: v.any(),
  runResult: v.optional(vResultValidator),
  startedAt: v.number(),
  completedAt: v.optional(v.number()),
  kind: v.union(v.literal("function"), v.literal("workflow"), v.literal("event"), ...(has("0.3.9", "0.3.7") ? [v.literal("sleep")] : [])),
  workId: v.optional(vWorkIdValidator),
  nestedWorkflowId: v.optional(vWorkflowId),
  eventId: v.optional(v.string()),
});

// Its own: the workpool's says more of a failure.
const vRunResult = (returnValue) =>
  v.union(
    v.object({ kind: v.literal("success"), returnValue }),
    v.object({ kind: v.literal("failed"), error: v.string() }),
    v.object({ kind: v.literal("canceled") }),
  );

const HINT = "To call a workflow directly, nest its arguments: { args: { ...yourWorkflowArgs } }";

// A workflow is a mutation that is called with its arguments to start, and with its id to go on.
const validators = ({ args, returns }) => ({
  args: {
    workflowId: v.optional(vWorkflowId),
    generationNumber: v.optional(v.number()),
    args: v.optional(asObjectValidator(args ?? v.any())),
    startAsync: v.optional(v.boolean()),
    onComplete: v.optional(v.string()),
    context: v.optional(v.any()),
    docs: v.optional(v.literal(HINT)),
  },
  returns: v.union(
    vWorkflowId,
    v.object({
      kind: v.literal("complete"),
      runResult: vRunResult(returns ? asObjectValidator(returns) : v.any()),
    }),
  ),
});

// Earlier ones look at their arguments themselves.
const register = (definition) =>
  internalMutationGeneric({
    ...(has("0.4.6", "0.4.4") && validators(definition)),
    handler: (ctx, args) => undefined,
  });

export const defineWorkflow = (_, definition) => ({
  handler: () => register(definition),
});

export class WorkflowManager {
  define(definition) {
    return definition.handler
      ? register(definition)
      : { handler: () => register(definition) };
  }
}

export const defineEvent = (event) => event;
const run = () => undefined;
export const start = run;
export const getStatus = run;
export const cancel = run;
export const restart = run;
export const list = run;
export const listByName = run;
export const listSteps = run;
export const cleanup = run;
export const sendEvent = run;
export const createEvent = run;
