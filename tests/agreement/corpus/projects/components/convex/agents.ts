import { Agent, createTool, definePlaygroundAPI, vMessageDoc, vStreamMessagesReturnValue } from "@convex-dev/agent";
import {
  vAssistantContent, vCallSettings, vEmbeddingsWithMetadata, vMessageWithMetadataInternal, vPaginationResult, vRequest,
  vStreamArgs, vTextArgs, vThreadDoc,
} from "@convex-dev/agent/validators";
import { TableAggregate } from "@convex-dev/aggregate";
import { ShardedCounter } from "@convex-dev/sharded-counter";
import { ActionCache } from "@convex-dev/action-cache";
import { Presence } from "@convex-dev/presence";
import { Crons } from "@convex-dev/crons";
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { components, internal } from "./_generated/api";
import { query } from "./_generated/server";

export const jobsAggregate = new TableAggregate<{ Key: number; DataModel: any; TableName: "jobs" }>(
  components.aggregate as never,
  { sortKey: () => 0 },
);
export const counter = new ShardedCounter(components.counter as never);
export const cache = new ActionCache(components.cache as never, { action: internal.all.run as never });
export const presence = new Presence(components.presence as never);
export const crons = new Crons(components.crons as never);

const agent = new Agent(components.agent as never, { name: "helper", languageModel: {} as never });
export const lookup = createTool({ description: "d", args: {} as never, handler: async () => "" });
export const newThread = agent.createThreadMutation();
export const answer = agent.asTextAction({ stream: true });
export const extract = agent.asObjectAction({ schema: {} as never } as never);
export const keep = agent.asSaveMessagesMutation();

export const {
  isApiKeyValid, listAgents, listUsers, listThreads, listMessages, createThread, generateText, fetchPromptContext,
} = definePlaygroundAPI(components.agent as never, { agents: [agent] as never });

export const list = query({
  args: { threadId: v.string(), paginationOpts: paginationOptsValidator, streamArgs: vStreamArgs },
  returns: vStreamMessagesReturnValue,
  handler: async () => null as never,
});
export const threads = query({
  args: { settings: vCallSettings, text: vTextArgs, request: v.optional(vRequest), embeddings: vEmbeddingsWithMetadata },
  returns: vPaginationResult(vThreadDoc),
  handler: async () => null as never,
});
export const last = query({
  args: { kept: vMessageWithMetadataInternal, content: vAssistantContent },
  returns: v.union(vMessageDoc, v.null()),
  handler: async () => null,
});
