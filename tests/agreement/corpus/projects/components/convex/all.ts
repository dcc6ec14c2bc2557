import { Migrations } from "@convex-dev/migrations";
import { Polar } from "@convex-dev/polar";
import { ProsemirrorSync } from "@convex-dev/prosemirror-sync";
import { R2 } from "@convex-dev/r2";
import { RAG, vEntryId, vOnCompleteArgs as ragArgs, vSearchEntry, vSearchResult } from "@convex-dev/rag";
import { RateLimiter, MINUTE } from "@convex-dev/rate-limiter";
import { Resend, vOnEmailEventArgs } from "@convex-dev/resend";
import { WorkflowManager, defineWorkflow, vWorkflowStep } from "@convex-dev/workflow";
import { Workpool, vOnCompleteArgs, vResultValidator, vWorkIdValidator } from "@convex-dev/workpool";
import { onCompleteValidator } from "@convex-dev/action-retrier";
import { Twilio, messageValidator } from "@convex-dev/twilio";
import { rectangle } from "@convex-dev/geospatial";
import { v } from "convex/values";
import { components, internal } from "./_generated/api";
import { internalMutation, query } from "./_generated/server";
import type { DataModel } from "./_generated/dataModel";

export const r2 = new R2(components.r2, { bucket: "b", endpoint: "e", accessKeyId: "k", secretAccessKey: "s" });
export const { generateUploadUrl, syncMetadata, getMetadata, listMetadata, deleteObject, onSyncMetadata } =
  r2.clientApi<DataModel>({ checkUpload: async () => {} });

export const migrations = new Migrations<DataModel>(components.migrations);
export const run = migrations.runner();
export const runOne = migrations.runner(internal.all.setDefault);
export const setDefault = migrations.define({ table: "jobs", migrateOne: async () => {} });

const sync = new ProsemirrorSync(components.prosemirrorSync);
export const { getSnapshot, submitSnapshot, latestVersion, getSteps, submitSteps } = sync.syncApi({});

const limiter = new RateLimiter(components.rateLimiter, {
  send: { kind: "token bucket", rate: 3, period: MINUTE },
});
export const { getRateLimit, getServerTime } = limiter.hookAPI("send", { key: async () => "" });

export const pool = new Workpool(components.emailPool, { maxParallelism: 4 });
export const done = pool.defineOnComplete({ context: v.object({ jobId: v.id("jobs") }), handler: async () => {} });
export const doneAny = pool.defineOnComplete({ handler: async () => {} });
export const finished = internalMutation({ args: vOnCompleteArgs(v.string()), handler: async () => {} });
export const finishedSimple = internalMutation({ args: { workId: vWorkIdValidator, result: vResultValidator }, handler: async () => {} });

export const workflow = new WorkflowManager(components.workflow);
export const onboarding = workflow.define({
  args: { email: v.string(), steps: v.array(v.number()) },
  returns: v.object({ ok: v.boolean() }),
  handler: async () => ({ ok: true }),
});
export const plain = workflow.define({ handler: async () => {} });
export const curried = defineWorkflow(components.workflow, { args: { a: v.string() } }).handler(async () => {});
export const steps = query({ args: {}, returns: v.array(vWorkflowStep), handler: async () => [] });

const polar = new Polar(components.polar, { products: {}, getUserInfo: async () => ({ userId: "", email: "" }) });
export const { changeCurrentSubscription, cancelCurrentSubscription, getConfiguredProducts, listAllProducts, generateCheckoutLink, generateCustomerPortalUrl, listAllSubscriptions } = polar.api();

export const resend = new Resend(components.resend, { testMode: true });
export const onEmail = resend.defineOnEmailEvent(async () => {});
export const handleEmailEvent = internalMutation({ args: vOnEmailEventArgs, handler: async () => {} });

const rag = new RAG(components.rag, { textEmbeddingModel: "x" as never, embeddingDimension: 3 });
export const indexed = rag.defineOnComplete(async () => {});
export const chunker = rag.defineChunkerAction(async () => ({ chunks: [] }));
export const search = query({
  args: { entryId: v.optional(vEntryId), on: v.optional(ragArgs) },
  returns: v.object({ results: v.array(vSearchResult), entries: v.array(vSearchEntry) }),
  handler: async () => ({ results: [], entries: [] }),
});

export const retried = internalMutation({ args: onCompleteValidator, handler: async () => {} });
export const texts = query({ args: { within: rectangle }, returns: v.array(messageValidator), handler: async () => [] });
export const twilio = new Twilio(components.twilio, { TWILIO_ACCOUNT_SID: "a", TWILIO_AUTH_TOKEN: "t" });
