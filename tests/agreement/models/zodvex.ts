// zodvex

// --- notes
import { z } from "zod";
import { zActionBuilder, zCustomMutationBuilder, zid, zodTable, zPaginated, zQueryBuilder, safePick } from "zodvex";

export const Notes = zodTable("notes", {
  title: z.string().min(1).max(200),
  kind: z.enum(["note", "list"]),
  owner: zid("users"),
  parent: zid("notes").optional(),
  at: z.date(),
  weight: z.number().int().default(1),
  text: z.string().nullable(),
  tags: z.array(z.string()).optional(),
});

const zQuery = zQueryBuilder(query);
const zMutation = zCustomMutationBuilder(mutation, {
  args: { token: v.string() },
  input: async () => ({ ctx: {}, args: {} }),
});
const zAction = zActionBuilder(action);

export const get = zQuery({
  args: { id: zid("notes") },
  returns: Notes.zDoc.nullable(),
  handler: async () => null,
});
export const list = zQuery({
  args: z.object({ owner: zid("users"), done: z.boolean().optional() }),
  returns: zPaginated(z.object({ title: z.string(), at: z.date() })),
  handler: async () => ({ page: [], isDone: true }),
});
export const all = zQuery({ handler: async () => [] });
export const rename = zMutation({
  args: safePick(Notes.zDoc, { title: true, text: true }),
  handler: async () => null,
});
export const scores = zAction({
  args: { byName: z.record(z.string(), z.number()), either: z.union([z.literal("a"), z.literal(2)]) },
  returns: z.custom<string>(),
  handler: async () => "",
});
