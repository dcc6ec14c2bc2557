// @convex-dev/migrations

// --- api
import { Migrations } from "@convex-dev/migrations";
export const migrations = new Migrations(components.migrations, { internalMutation });
export const run = migrations.runner();
export const runOne = migrations.runner(internal.all.setDefault);
export const runMany = migrations.runner([internal.all.setDefault, internal.all.other]);
export const setDefault = migrations.define({ table: "jobs", migrateOne: async () => {} });
// --- plain
import { Migrations } from "@convex-dev/migrations";
export const migrations = new Migrations(components.migrations);
export const run = migrations.runner();
export const setDefault = migrations.define({ table: "jobs", migrateOne: () => ({ a: 1 }) });
