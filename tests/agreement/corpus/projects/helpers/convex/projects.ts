import { paginationOptsValidator, paginationResultValidator } from "convex/server";
import { v } from "convex/values";
import { crud } from "convex-helpers/server/crud";
import {
  addFieldsToValidator, doc, literals, nullable, partial, pretend, pretendRequired, systemFields, typedV, vRequired,
  withSystemFields,
} from "convex-helpers/validators";
import { pick, omit } from "convex-helpers";
import { filter } from "convex-helpers/server/filter";
import { getManyFrom } from "convex-helpers/server/relationships";
import schema, { Projects, shapes } from "./schema";
import { authedQuery, internalMutation, mutation, plainAction, projectQuery, sessionMutation } from "./functions";
import { query } from "./_generated/server";

const vv = typedV(schema);

export const get = query({
  args: { id: vv.id("projects") },
  returns: nullable(vv.doc("projects")),
  handler: async (ctx, { id }) => ctx.db.get(id),
});

export const list = authedQuery({
  args: { paginationOpts: paginationOptsValidator, visibility: v.optional(Projects.withoutSystemFields.visibility) },
  returns: paginationResultValidator(Projects.doc),
  handler: async (ctx, args) => filter(ctx.db.query("projects"), () => true).paginate(args.paginationOpts),
});

export const members = projectQuery({
  args: { role: v.optional(literals("owner", "editor")) },
  handler: async (ctx) => getManyFrom(ctx.db, "members", "by_project", ctx.project!._id, "projectId"),
});

export const byArgsObject = projectQuery({
  args: v.object({ extra: v.string(), projectId: v.id("projects") }),
  handler: async () => null,
});

export const rename = mutation({
  args: pick(Projects.withSystemFields, ["_id", "name"]),
  returns: v.null(),
  handler: async () => null,
});

export const patch = mutation({
  args: { id: Projects._id, patch: v.object(partial(Projects.withoutSystemFields)) },
  handler: async () => {},
});

export const create = sessionMutation({
  args: omit(Projects.withoutSystemFields, ["visibility"]),
  handler: async () => {},
});

export const put = internalMutation({
  args: { shape: shapes, maybe: partial(shapes), document: doc(schema, "shapes") },
  returns: v.array(doc(schema, "shapes")),
  handler: async () => [],
});

export const odd = plainAction({
  args: {
    old: pretend(v.string()),
    soon: pretendRequired(v.number()),
    must: vRequired(v.optional(v.array(v.string()))),
    fields: v.object(withSystemFields("projects", { a: v.string() })),
    system: v.object(systemFields("members")),
    more: addFieldsToValidator(v.object({ a: v.string() }), { b: v.optional(v.boolean()) }),
    unions: addFieldsToValidator(shapes, { label: v.string() }),
  },
  handler: async () => null,
});

export const bare = plainAction(async () => null);

export const { create: createMember, read, update, destroy, paginate } = crud(schema, "members", query, mutation);
export const { create: createShape, update: updateShape } = crud(schema, "shapes");
