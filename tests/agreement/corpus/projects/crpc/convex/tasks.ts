import { zid } from "convex-helpers/server/zod4";
import { z } from "zod";
import {
  authMutation,
  authQuery,
  privateAction,
  privateMutation,
  privateQuery,
  publicAction,
  publicMutation,
  publicQuery,
} from "./crpc";

const task = z.object({ title: z.string().min(1), due: z.number().optional(), done: z.boolean().default(false) });

export const plain = publicQuery.query(async () => 1);
export const list = publicQuery
  .input(z.object({ project: z.string(), limit: z.number().int().max(100).default(20) }))
  .output(z.array(task))
  .query(async () => []);
export const paged = authQuery
  .input(z.object({ search: z.string().nullish() }))
  .paginated({ limit: 50, item: task })
  .query(async () => ({ page: [], isDone: true, continueCursor: null }) as any);
export const merged = authMutation
  .input(z.object({ id: zid("tasks") }))
  .input(z.object({ change: task.partial() }))
  .mutation(async () => null);
export const refined = publicMutation
  .input(z.object({ from: z.number(), to: z.number() }).refine(({ from, to }) => from < to))
  .mutation(async () => null);
export const dated = publicMutation
  .input(z.object({ at: z.date(), until: z.date().optional(), tags: z.array(z.string()).default([]) }))
  .output(z.object({ at: z.date().nullable(), title: z.string() }))
  .mutation(async () => ({ at: null, title: "" }));
export const mapped = publicAction
  .input(z.object({ all: z.map(z.string(), z.number()), other: z.string() }))
  .output(z.set(z.string()))
  .action(async () => new Set<string>());
export const hidden = privateQuery.input(z.object({ id: z.string() })).query(async () => null);
export const change = privateMutation.output(z.union([z.string(), z.null()])).mutation(async () => null);
export const run = privateAction.action(async () => null);
