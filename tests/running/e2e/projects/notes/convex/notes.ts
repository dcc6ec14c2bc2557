import { v } from "convex/values";
import { internal } from "./_generated/api";
import { action, internalMutation, mutation, query } from "./_generated/server";
import { note } from "./schema";

export const create = mutation({
  args: note,
  returns: v.id("notes"),
  handler: async (ctx, args) => {
    const id = await ctx.db.insert("notes", args);
    await ctx.scheduler.runAfter(0, internal.notes.record, { note: id });
    return id;
  },
});

export const record = internalMutation({
  args: { note: v.id("notes") },
  returns: v.null(),
  handler: async (ctx, { note }) => {
    await ctx.db.insert("audit", { what: "created", note });
  },
});

export const get = query({
  args: { id: v.id("notes") },
  returns: v.union(v.null(), v.object({ ...note, _id: v.id("notes"), _creationTime: v.number() })),
  handler: (ctx, { id }) => ctx.db.get(id),
});

export const audited = query({
  args: {},
  returns: v.number(),
  handler: async (ctx) => (await ctx.db.query("audit").collect()).length,
});

/** Keeps a text in file storage, and says where. */
export const archive = action({
  args: { text: v.string() },
  returns: v.object({ file: v.id("_storage"), size: v.number() }),
  handler: async (ctx, { text }) => {
    const blob = new Blob([text]);
    return { file: await ctx.storage.store(blob), size: blob.size };
  },
});
