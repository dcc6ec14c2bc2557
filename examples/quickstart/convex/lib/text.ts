// Stands in for a language model: an action would call one over the network here.

/** The first sentence, cut at `limit` characters. */
export function firstSentence(text: string, limit = 120): string {
  const sentence = text.trim().split(/(?<=[.!?])\s/)[0] ?? "";
  return sentence.length > limit ? `${sentence.slice(0, limit - 1)}…` : sentence;
}

/** A short number that depends on the text alone. */
export function fingerprint(text: string): string {
  let hash = 2166136261;
  for (const character of text) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 16777619);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
