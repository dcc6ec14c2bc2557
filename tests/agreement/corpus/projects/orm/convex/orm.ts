// The functions of the ORM.

import { createOrm, defineRelations } from "better-convex/orm";
import { internalMutation } from "./_generated/server";
import { events, organizations, users } from "./schema";

const relations = defineRelations({ organizations, users, events }, (r: any) => ({
  events: { user: r.one.users({ from: r.events.userId, to: r.users.id }) },
  users: { events: r.many.events() },
}));

const orm = createOrm({ schema: relations, ormFunctions: {} as any, internalMutation });
export const { scheduledMutationBatch, scheduledDelete } = orm.api();
