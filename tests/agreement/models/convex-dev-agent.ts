// @convex-dev/agent

// --- agent
import { Agent } from "@convex-dev/agent";
const agent = new Agent(components.agent, { name: "helper", languageModel: {} });
export const newThread = agent.createThreadMutation();
export const answer = agent.asTextAction({ stream: true });
export const keep = agent.asSaveMessagesMutation();
// --- chat
import { Agent } from "@convex-dev/agent";
const agent = new Agent(components.agent, { name: "helper", chat: {}, languageModel: {} });
export const newThread = agent.createThreadMutation();
export const answer = agent.asTextAction({});
// --- object
import { Agent } from "@convex-dev/agent";
const agent = new Agent(components.agent, { name: "helper", languageModel: {} });
export const extract = agent.asObjectAction({ schema: {} });
// --- playground
import { Agent, definePlaygroundAPI } from "@convex-dev/agent";
const agent = new Agent(components.agent, { name: "helper", languageModel: {} });
export const {
  isApiKeyValid, listAgents, listUsers, listThreads, listMessages, createThread, generateText, fetchPromptContext,
} = definePlaygroundAPI(components.agent, { agents: [agent] });
// --- playground-of-old
import { Agent } from "@convex-dev/agent";
import { definePlaygroundAPI } from "@convex-dev/agent-playground";
const agent = new Agent(components.agent, { name: "helper" });
export const { isApiKeyValid, listAgents } = definePlaygroundAPI(components.agent, { agents: [agent] });
// --- pages
import { vPaginationResult, vThreadDoc } from "@convex-dev/agent/validators";
export const threads = query({ args: {}, returns: vPaginationResult(vThreadDoc), handler: async () => null });
