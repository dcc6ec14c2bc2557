import { makeMigration, startMigrationsSerially } from "convex-helpers/server/migrations";
import { makeActionRetrier } from "convex-helpers/server/retries";
import { RowLevelSecurity } from "convex-helpers/server/rowLevelSecurity";
import { defineRateLimits } from "convex-helpers/server/rateLimit";
import { internal } from "./_generated/api";
import { internalMutation, query } from "./_generated/server";

const migration = makeMigration(internalMutation, { migrationTable: "migrations" });

export const fillJoined = migration({ table: "members", migrateOne: async () => ({ joined: 0 }) });
export const dropOld = migration({ table: "members", migrateOne: () => ({ oldRole: undefined }) });

export const { runWithRetries, retry } = makeActionRetrier("migrations:retry");
export const { checkRateLimit, rateLimit, resetRateLimit } = defineRateLimits({
  send: { kind: "token bucket", rate: 1, period: 1000 },
});

const { withQueryRLS } = RowLevelSecurity({});
export const secured = query(withQueryRLS(async (ctx) => ctx.db.query("members").collect()));

export default internalMutation(async (ctx) => {
  await startMigrationsSerially(ctx, [internal.migrations.fillJoined, internal.migrations.dropOld]);
});
