// @convex-dev/workflow

// --- manager
import { WorkflowManager } from "@convex-dev/workflow";
export const workflow = new WorkflowManager(components.workflow);
export const onboarding = workflow.define({
  args: { email: v.string(), steps: v.array(v.number()) },
  returns: v.object({ ok: v.boolean() }),
  handler: async () => ({ ok: true }),
});
export const noReturns = workflow.define({ args: { email: v.string() }, handler: async () => {} });
export const plain = workflow.define({ handler: async () => {} });
// --- curried
import { defineWorkflow } from "@convex-dev/workflow";
export const curried = defineWorkflow(components.workflow, { args: { a: v.string() } }).handler(async () => {});
export const returning = defineWorkflow(components.workflow, { args: { a: v.string() }, returns: v.null() }).handler(async () => null);
