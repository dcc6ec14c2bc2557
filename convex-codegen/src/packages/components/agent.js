// @convex-dev/agent
// Compared with @convex-dev/agent 0.2.7 to 0.7.3.

import {
  actionGeneric,
  internalActionGeneric,
  internalMutationGeneric,
  mutationGeneric,
  paginationOptsValidator,
  queryGeneric,
} from "convex/server";
import { v } from "convex/values";
import { since } from "convex#versions";
import {
  vContextOptions,
  vMessage,
  vMessageDoc,
  vMessageEmbeddings,
  vMessageWithMetadata,
  vPaginationResult,
  vSafeObjectArgs,
  vStorageOptions,
  vStreamArgs,
  vStreamDelta,
  vStreamMessage,
  vTextArgs,
  vThreadDoc,
} from "@convex-dev/agent/validators";

export {
  vAssistantMessage,
  vContent,
  vContextOptions,
  vMessage,
  vMessageDoc,
  vPaginationResult,
  vProviderMetadata,
  vSource,
  vStorageOptions,
  vStreamArgs,
  vSystemMessage,
  vThreadDoc,
  vToolMessage,
  vUsage,
  vUserMessage,
} from "@convex-dev/agent/validators";

export const vStreamMessagesReturnValue = v.object({
  ...vPaginationResult(vMessageDoc).fields,
  streams: v.optional(
    v.union(
      v.object({ kind: v.literal("list"), messages: v.array(vStreamMessage) }),
      v.object({ kind: v.literal("deltas"), deltas: v.array(vStreamDelta) }),
    ),
  ),
});

const handler = () => undefined;
const text = v.string();
const maybeText = v.optional(text);

export class Agent {
  createThreadMutation() {
    return internalMutationGeneric({ args: { userId: maybeText, title: maybeText, summary: maybeText }, handler });
  }

  asTextAction() {
    return internalActionGeneric({ args: vTextArgs, handler });
  }

  asObjectAction() {
    return internalActionGeneric({ args: vSafeObjectArgs, handler });
  }

  asSaveMessagesMutation() {
    return internalMutationGeneric({
      args: {
        threadId: text,
        userId: maybeText,
        promptMessageId: maybeText,
        messages: v.array(vMessageWithMetadata),
        failPendingSteps: v.optional(v.boolean()),
        ...(since("@convex-dev/agent", "0.7.2") && { order: v.optional(v.union(v.number(), v.literal("next"))) }),
        embeddings: v.optional(vMessageEmbeddings),
      },
      handler,
    });
  }
}

export function definePlaygroundAPI() {
  const apiKey = text;
  const paginationOpts = paginationOptsValidator;
  return {
    isApiKeyValid: queryGeneric({ args: { apiKey }, returns: v.boolean(), handler }),
    listAgents: queryGeneric({ args: { apiKey, userId: maybeText, threadId: maybeText }, handler }),
    listUsers: queryGeneric({
      args: { apiKey, paginationOpts },
      returns: vPaginationResult(v.object({ _id: text, name: text })),
      handler,
    }),
    listThreads: queryGeneric({
      args: { apiKey, userId: maybeText, paginationOpts },
      returns: vPaginationResult(
        vThreadDoc.extend({ lastAgentName: maybeText, latestMessage: maybeText, lastMessageAt: v.optional(v.number()) }),
      ),
      handler,
    }),
    listMessages: queryGeneric({
      args: { apiKey, threadId: text, paginationOpts, streamArgs: vStreamArgs },
      returns: vStreamMessagesReturnValue,
      handler,
    }),
    createThread: mutationGeneric({
      args: { apiKey, userId: text, title: maybeText, summary: maybeText, agentName: maybeText },
      returns: v.object({ threadId: text }),
      handler,
    }),
    generateText: actionGeneric({
      args: {
        apiKey,
        agentName: text,
        userId: text,
        threadId: text,
        contextOptions: v.optional(vContextOptions),
        storageOptions: v.optional(vStorageOptions),
        prompt: maybeText,
        messages: v.optional(v.array(vMessage)),
        system: maybeText,
      },
      returns: v.object({ text, messages: v.array(vMessageDoc) }),
      handler,
    }),
    fetchPromptContext: actionGeneric({
      args: {
        apiKey,
        agentName: text,
        userId: maybeText,
        threadId: maybeText,
        searchText: maybeText,
        targetMessageId: maybeText,
        contextOptions: vContextOptions,
        messages: v.optional(v.array(vMessage)),
        beforeMessageId: maybeText,
      },
      handler,
    }),
  };
}

export const createTool = handler;
export const createThread = handler;
export const getThreadMetadata = handler;
export const searchThreadTitles = handler;
export const updateThreadMetadata = handler;
export const listMessages = handler;
export const listUIMessages = handler;
export const saveMessage = handler;
export const saveMessages = handler;
export const syncStreams = handler;
export const listStreams = handler;
export const abortStream = handler;
export const toUIMessages = handler;
export const fromUIMessages = handler;
export const getFile = handler;
export const storeFile = handler;
export const stepCountIs = handler;
export const serializeDataOrUrl = handler;
export const extractText = handler;
export const mockModel = handler;
