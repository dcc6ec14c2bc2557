// @convex-dev/rag

// --- rag
import { RAG } from "@convex-dev/rag";
const rag = new RAG(components.rag, { textEmbeddingModel: "x", embeddingDimension: 3 });
export const indexed = rag.defineOnComplete(async () => {});
export const chunker = rag.defineChunkerAction(async () => ({ chunks: [] }));
