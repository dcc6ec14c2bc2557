// @convex-dev/agent/validators
// Compared with @convex-dev/agent 0.2.7 to 0.7.3.

import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { since } from "convex#versions";

const has = (version, before) => since("@convex-dev/agent", version, before);
const six = has("0.6.1", "0.3.2");
const seven = has("0.7.0", "0.6.4");
/** What only versions from 0.6 and from 0.7 on have. */
const from6 = (...members) => (six ? members : []);
const from7 = (...members) => (seven ? members : []);

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
const reference = v.record(v.string(), v.string());
export const vProviderReference = typed("reference", { reference });
const content = () => v.union(text, v.bytes(), ...from7(vProviderReference));
export const vImagePart = typed("image", {
  image: content(),
  ...(six && { mediaType: maybe.text }),
  mimeType: maybe.text,
  providerOptions,
});
export const vFilePart = typed("file", {
  data: content(),
  filename: maybe.text,
  ...(six ? { mediaType: maybe.text, mimeType: maybe.text } : { mimeType: text }),
  ...provider,
});
export const vUserContent = v.union(text, v.array(v.union(vTextPart, vImagePart, vFilePart)));
export const vReasoningPart = typed("reasoning", { text, signature: maybe.text, ...provider });
export const vRedactedReasoningPart = typed("redacted-reasoning", { data: text, ...provider });
export const vReasoningFilePart = typed("reasoning-file", {
  url: maybe.text,
  data: v.optional(v.union(text, v.bytes())),
  mediaType: text,
  ...provider,
});
export const vCustomContentPart = typed("custom", { kind: text, ...provider });
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
export const vSourcePart = v.union(
  typed("source", { ...urlSource, title: has("0.2.10", "0.2.7") ? maybe.text : text }),
  typed("source", documentSource),
);
export const vSource = v.union(
  v.object({ type: v.optional(v.literal("source")), ...urlSource }),
  typed("source", documentSource),
);

const tool = { toolCallId: text, toolName: text };
const called = {
  providerExecuted: maybe.flag,
  ...(seven && { title: maybe.text, toolMetadata: v.optional(v.record(v.string(), v.any())) }),
  ...provider,
};
export const vToolCallPart = six
  ? v.union(
      typed("tool-call", { ...tool, input: any, args: maybe.any, ...called }),
      typed("tool-call", { ...tool, args: any, input: maybe.any, ...called }),
    )
  : typed("tool-call", { ...tool, args: any, ...called });

const fileId = v.union(text, reference);
const options = six && { providerOptions };
const fileData = v.union(
  typed("url", { url: text }),
  vProviderReference,
  typed("data", { data: v.union(text, v.bytes()) }),
  typed("text", { text }),
);
export const vToolResultOutput = v.union(
  typed("text", { value: text, ...options }),
  typed("json", { value: any, ...options }),
  typed("error-text", { value: text, ...options }),
  typed("error-json", { value: any, ...options }),
  ...from6(typed("execution-denied", { reason: maybe.text, providerOptions })),
  typed("content", {
    value: v.array(
      v.union(
        typed("text", { text, ...options }),
        ...from7(typed("file", { data: fileData, mediaType: text, filename: maybe.text, providerOptions })),
        typed("media", { data: text, mediaType: text }),
        ...from6(
          typed("file-data", { data: text, mediaType: text, filename: maybe.text, providerOptions }),
          typed("file-url", { url: text, ...(seven && { mediaType: maybe.text }), providerOptions }),
          typed("file-id", { fileId, providerOptions }),
        ),
        ...from7(typed("file-reference", { providerReference: reference, providerOptions })),
        ...from6(
          typed("image-data", { data: text, mediaType: text, providerOptions }),
        ),
        ...from7(typed("image-file-reference", { providerReference: reference, providerOptions })),
        ...from6(
          typed("image-url", { url: text, providerOptions }),
          typed("image-file-id", { fileId, providerOptions }),
          typed("custom", { providerOptions }),
        ),
      ),
    ),
  }),
);

export const vToolApprovalRequest = typed("tool-approval-request", {
  approvalId: text,
  toolCallId: text,
  ...(seven && { isAutomatic: maybe.flag, signature: maybe.text }),
  providerMetadata,
  providerOptions,
});
export const vToolApprovalResponse = typed("tool-approval-response", {
  approvalId: text,
  approved: v.boolean(),
  reason: maybe.text,
  providerExecuted: maybe.flag,
  providerMetadata,
  providerOptions,
});
export const vToolResultPart = typed("tool-result", {
  ...tool,
  output: v.optional(vToolResultOutput),
  ...provider,
  providerExecuted: maybe.flag,
  result: maybe.any,
  isError: maybe.flag,
  args: maybe.any,
  experimental_content: v.optional(
    v.array(v.union(typed("text", { text }), typed("image", { data: text, mimeType: maybe.text }))),
  ),
});
export const vToolContent = v.array(
  six ? v.union(vToolResultPart, vToolApprovalResponse) : vToolResultPart,
);

export const vAssistantContent = v.union(
  text,
  v.array(
    v.union(
      vTextPart,
      vFilePart,
      vReasoningPart,
      ...from7(vReasoningFilePart, vCustomContentPart),
      vRedactedReasoningPart,
      vToolCallPart,
      vToolResultPart,
      vSourcePart,
      ...from6(vToolApprovalRequest),
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
const tokens = seven ? maybe.number : number;
export const vUsage = v.object({
  promptTokens: tokens,
  completionTokens: tokens,
  totalTokens: tokens,
  reasoningTokens: maybe.number,
  cachedInputTokens: maybe.number,
  ...(seven && {
    nonCachedInputTokens: maybe.number,
    cacheWriteInputTokens: maybe.number,
    textOutputTokens: maybe.number,
    raw: v.optional(v.record(v.string(), v.any())),
  }),
});
export const vLanguageModelCallWarning = v.union(
  ...from7(
    typed("unsupported", { feature: text, details: maybe.text }),
    typed("compatibility", { feature: text, details: maybe.text }),
    typed("deprecated", { setting: text, message: text }),
  ),
  typed("unsupported-setting", { setting: text, details: maybe.text }),
  typed("unsupported-tool", { tool: any, details: maybe.text }),
  typed("other", { message: text }),
);

const withMetadata = (file) => v.object({
  message: vMessage,
  text: maybe.text,
  fileIds: v.optional(v.array(file)),
  status: v.optional(vMessageStatus),
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
});
export const vMessageWithMetadata = withMetadata(text);
export const vMessageWithMetadataInternal = withMetadata(v.id("files"));
export const vMessageDoc = v.object({
  _id: text,
  _creationTime: number,
  userId: maybe.text,
  threadId: text,
  order: number,
  stepOrder: number,
  embeddingId: maybe.text,
  fileIds: v.optional(v.array(text)),
  error: maybe.text,
  status: vMessageStatus,
  agentName: maybe.text,
  model: maybe.text,
  provider: maybe.text,
  providerOptions,
  message: v.optional(vMessage),
  tool: v.boolean(),
  text: maybe.text,
  usage: v.optional(vUsage),
  providerMetadata,
  sources: v.optional(v.array(vSource)),
  warnings: v.optional(v.array(vLanguageModelCallWarning)),
  finishReason: v.optional(vFinishReason),
  reasoning: maybe.text,
  reasoningDetails: v.optional(vReasoningDetails),
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

const more = has("0.7.2") ? [2560] : [];
const dimension = literals(128, 256, 512, 768, 1024, 1408, 1536, 2048, ...more, 3072, 4096);
const vectors = v.array(v.union(v.array(number), v.null()));
export const vMessageEmbeddings = v.object({ model: text, vectors });
export const vMessageEmbeddingsWithDimension = v.object({ model: text, dimension, vectors });
export const vEmbeddingsWithMetadata = v.object({ vectors, dimension, model: text });

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
const system = v.optional(v.union(text, vSystemMessage, v.array(vSystemMessage)));
export const vSafeObjectArgs = v.object({
  userId: maybe.text,
  threadId: maybe.text,
  contextOptions: v.optional(vContextOptions),
  storageOptions: v.optional(vStorageOptions),
  providerOptions,
  callSettings: v.optional(vCallSettings),
  ...(seven && { allowSystemInMessages: maybe.flag }),
  system: seven ? system : maybe.text,
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
  ...(has("0.2.10", "0.2.7") && { format: v.optional(literals("UIMessageChunk", "TextStreamPart")) }),
  order: number,
  stepOrder: number,
  userId: maybe.text,
  agentName: maybe.text,
  model: maybe.text,
  provider: maybe.text,
  providerOptions,
});
export const vStreamDelta = v.object({ streamId: text, start: number, end: number, parts: v.array(any) });
