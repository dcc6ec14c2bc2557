// @convex-dev/agent/validators
// Compared with @convex-dev/agent 0.6.4.

import { v } from "convex/values";
import { literals } from "convex-helpers/validators";

const text = v.string();
const number = v.number();
const any = v.any();
const maybe = {
  text: v.optional(v.string()),
  number: v.optional(v.number()),
  flag: v.optional(v.boolean()),
  any: v.optional(v.any()),
};

export const vProviderOptions = v.record(v.string(), v.record(v.string(), v.any()));
export const vProviderMetadata = vProviderOptions;
const providerOptions = v.optional(vProviderOptions);
const providerMetadata = v.optional(vProviderMetadata);
const provider = { providerOptions, providerMetadata };
const typed = (type, fields) => v.object({ type: v.literal(type), ...fields });

export const vThreadStatus = literals("active", "archived");
export const vMessageStatus = literals("pending", "success", "failed");
export const vRole = literals("system", "user", "assistant", "tool");

export const vTextPart = typed("text", { text, ...provider });
export const vImagePart = typed("image", {
  image: v.union(text, v.bytes()),
  mediaType: maybe.text,
  mimeType: maybe.text,
  providerOptions,
});
export const vFilePart = typed("file", {
  data: v.union(text, v.bytes()),
  filename: maybe.text,
  mediaType: maybe.text,
  mimeType: maybe.text,
  ...provider,
});
export const vUserContent = v.union(text, v.array(v.union(vTextPart, vImagePart, vFilePart)));
export const vReasoningPart = typed("reasoning", { text, signature: maybe.text, ...provider });
export const vRedactedReasoningPart = typed("redacted-reasoning", { data: text, ...provider });
export const vReasoningDetails = v.array(
  v.union(vReasoningPart, typed("text", { text, signature: maybe.text }), typed("redacted", { data: text })),
);

const urlSource = { sourceType: v.literal("url"), id: text, url: text, title: maybe.text, ...provider };
const documentSource = {
  sourceType: v.literal("document"),
  id: text,
  mediaType: text,
  title: text,
  filename: maybe.text,
  ...provider,
};
export const vSourcePart = v.union(typed("source", urlSource), typed("source", documentSource));
export const vSource = v.union(
  v.object({ type: v.optional(v.literal("source")), ...urlSource }),
  typed("source", documentSource),
);

const toolCall = { toolCallId: text, toolName: text, providerExecuted: maybe.flag, ...provider };
export const vToolCallPart = v.union(
  typed("tool-call", { ...toolCall, input: any, args: maybe.any }),
  typed("tool-call", { ...toolCall, args: any, input: maybe.any }),
);

const fileId = v.union(text, v.record(v.string(), v.string()));
export const vToolResultOutput = v.union(
  typed("text", { value: text, providerOptions }),
  typed("json", { value: any, providerOptions }),
  typed("error-text", { value: text, providerOptions }),
  typed("error-json", { value: any, providerOptions }),
  typed("execution-denied", { reason: maybe.text, providerOptions }),
  typed("content", {
    value: v.array(
      v.union(
        typed("text", { text, providerOptions }),
        typed("media", { data: text, mediaType: text }),
        typed("file-data", { data: text, mediaType: text, filename: maybe.text, providerOptions }),
        typed("file-url", { url: text, providerOptions }),
        typed("file-id", { fileId, providerOptions }),
        typed("image-data", { data: text, mediaType: text, providerOptions }),
        typed("image-url", { url: text, providerOptions }),
        typed("image-file-id", { fileId, providerOptions }),
        typed("custom", { providerOptions }),
      ),
    ),
  }),
);

export const vToolApprovalRequest = typed("tool-approval-request", { approvalId: text, toolCallId: text, ...provider });
export const vToolApprovalResponse = typed("tool-approval-response", {
  approvalId: text,
  approved: v.boolean(),
  reason: maybe.text,
  providerExecuted: maybe.flag,
  ...provider,
});
export const vToolResultPart = typed("tool-result", {
  ...toolCall,
  output: v.optional(vToolResultOutput),
  result: maybe.any,
  isError: maybe.flag,
  args: maybe.any,
  experimental_content: v.optional(
    v.array(v.union(typed("text", { text }), typed("image", { data: text, mimeType: maybe.text }))),
  ),
});
export const vToolContent = v.array(v.union(vToolResultPart, vToolApprovalResponse));

export const vAssistantContent = v.union(
  text,
  v.array(
    v.union(
      vTextPart,
      vFilePart,
      vReasoningPart,
      vRedactedReasoningPart,
      vToolCallPart,
      vToolResultPart,
      vSourcePart,
      vToolApprovalRequest,
    ),
  ),
);
export const vContent = v.union(vUserContent, vAssistantContent, vToolContent);

const message = (role, content) => v.object({ role: v.literal(role), content, providerOptions });
export const vUserMessage = message("user", vUserContent);
export const vAssistantMessage = message("assistant", vAssistantContent);
export const vToolMessage = message("tool", vToolContent);
export const vSystemMessage = message("system", text);
export const vMessage = v.union(vUserMessage, vAssistantMessage, vToolMessage, vSystemMessage);

export const vRequest = v.object({
  body: maybe.any,
  headers: v.optional(v.record(v.string(), v.string())),
  method: maybe.text,
  url: maybe.text,
});
export const vFinishReason = literals(
  "stop",
  "length",
  "content-filter",
  "tool-calls",
  "error",
  "other",
  "unknown",
);
export const vUsage = v.object({
  promptTokens: number,
  completionTokens: number,
  totalTokens: number,
  reasoningTokens: maybe.number,
  cachedInputTokens: maybe.number,
});
export const vLanguageModelCallWarning = v.union(
  typed("unsupported-setting", { setting: text, details: maybe.text }),
  typed("unsupported-tool", { tool: any, details: maybe.text }),
  typed("other", { message: text }),
);

const outcome = {
  text: maybe.text,
  finishReason: v.optional(vFinishReason),
  model: maybe.text,
  provider: maybe.text,
  providerMetadata,
  sources: v.optional(v.array(vSource)),
  reasoning: maybe.text,
  reasoningDetails: v.optional(vReasoningDetails),
  usage: v.optional(vUsage),
  warnings: v.optional(v.array(vLanguageModelCallWarning)),
  error: maybe.text,
};
export const vMessageWithMetadata = v.object({
  ...outcome,
  message: vMessage,
  fileIds: v.optional(v.array(text)),
  status: v.optional(vMessageStatus),
});
export const vMessageWithMetadataInternal = vMessageWithMetadata.extend({
  fileIds: v.optional(v.array(v.id("files"))),
});
export const vMessageDoc = v.object({
  ...outcome,
  _id: text,
  _creationTime: number,
  userId: maybe.text,
  threadId: text,
  order: number,
  stepOrder: number,
  embeddingId: maybe.text,
  fileIds: v.optional(v.array(text)),
  status: vMessageStatus,
  agentName: maybe.text,
  providerOptions,
  message: v.optional(vMessage),
  tool: v.boolean(),
  id: maybe.text,
});
export const vThreadDoc = v.object({
  _id: text,
  _creationTime: number,
  userId: maybe.text,
  title: maybe.text,
  summary: maybe.text,
  status: vThreadStatus,
});

const dimension = literals(128, 256, 512, 768, 1024, 1408, 1536, 2048, 3072, 4096);
const vectors = v.array(v.union(v.array(number), v.null()));
export const vMessageEmbeddings = v.object({ model: text, vectors });
export const vMessageEmbeddingsWithDimension = v.object({ model: text, dimension, vectors });
export const vEmbeddingsWithMetadata = vMessageEmbeddingsWithDimension;

export const vContextOptionsSearchOptions = v.object({
  limit: number,
  textSearch: maybe.flag,
  vectorSearch: maybe.flag,
  vectorScoreThreshold: maybe.number,
  messageRange: v.optional(v.object({ before: number, after: number })),
});
export const vContextOptions = v.object({
  excludeToolMessages: maybe.flag,
  recentMessages: maybe.number,
  searchOptions: v.optional(vContextOptionsSearchOptions),
  searchOtherThreads: maybe.flag,
});
export const vStorageOptions = v.object({
  saveMessages: v.optional(literals("all", "none", "promptAndOutput")),
});
export const vCallSettings = v.object({
  maxOutputTokens: maybe.number,
  temperature: maybe.number,
  topP: maybe.number,
  topK: maybe.number,
  presencePenalty: maybe.number,
  frequencyPenalty: maybe.number,
  stopSequences: v.optional(v.array(text)),
  seed: maybe.number,
  maxRetries: maybe.number,
  headers: v.optional(v.record(v.string(), v.string())),
});
export const vSafeObjectArgs = v.object({
  userId: maybe.text,
  threadId: maybe.text,
  contextOptions: v.optional(vContextOptions),
  storageOptions: v.optional(vStorageOptions),
  providerOptions,
  callSettings: v.optional(vCallSettings),
  system: maybe.text,
  prompt: maybe.text,
  messages: v.optional(v.array(vMessage)),
  promptMessageId: maybe.text,
});
export const vTextArgs = vSafeObjectArgs.extend({
  stream: maybe.flag,
  toolChoice: v.optional(
    v.union(v.literal("auto"), v.literal("none"), v.literal("required"), typed("tool", { toolName: text })),
  ),
  maxSteps: maybe.number,
  experimental_continueSteps: maybe.flag,
});

export const vPaginationResult = (item) =>
  v.object({
    page: v.array(item),
    continueCursor: text,
    isDone: v.boolean(),
    splitCursor: v.optional(v.union(text, v.null())),
    pageStatus: v.optional(v.union(v.literal("SplitRecommended"), v.literal("SplitRequired"), v.null())),
  });

export const vStreamCursor = v.object({ streamId: text, cursor: number });
export const vStreamArgs = v.optional(
  v.union(
    v.object({ kind: v.literal("list"), startOrder: maybe.number }),
    v.object({ kind: v.literal("deltas"), cursors: v.array(vStreamCursor) }),
  ),
);
export const vStreamMessage = v.object({
  streamId: text,
  status: literals("streaming", "finished", "aborted"),
  format: v.optional(literals("UIMessageChunk", "TextStreamPart")),
  order: number,
  stepOrder: number,
  userId: maybe.text,
  agentName: maybe.text,
  model: maybe.text,
  provider: maybe.text,
  providerOptions,
});
export const vStreamDelta = v.object({ streamId: text, start: number, end: number, parts: v.array(any) });
