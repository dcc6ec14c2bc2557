// kitcn

// --- schema
// Tables as a project of better-convex (now kitcn) declares them.

import {
  arrayOf,
  bigint,
  boolean,
  bytes,
  convexTable,
  custom,
  date,
  defineSchema,
  deletion,
  discriminator,
  foreignKey,
  id,
  index,
  integer,
  json,
  objectOf,
  searchIndex,
  text,
  textEnum,
  timestamp,
  unique,
  uniqueIndex,
  vector,
  vectorIndex,
} from "kitcn/orm";

export const organizations = convexTable("organizations", {
  slug: text().notNull().unique(),
  logo: text(),
  plan: textEnum(["free"] as const).notNull(),
  kind: textEnum(["team", "person"] as const),
});

export const users = convexTable.withRLS(
  "users",
  {
    name: text().notNull(),
    email: text().notNull().unique("one_email", { nulls: "not distinct" }),
    bio: text().default("none"),
    organizationId: id("organizations").references(() => organizations.id, { onDelete: "cascade" }),
    age: integer(),
    score: bigint().notNull(),
    picture: bytes(),
    born: date(),
    admin: boolean().notNull().default(false),
    tags: arrayOf(text()).notNull(),
    parts: arrayOf(objectOf({ label: text(), sizes: arrayOf(integer()), deep: { at: timestamp().notNull() } })),
    address: objectOf({ street: text().notNull(), flat: v.optional(v.number()), more: json() }),
    extra: custom(v.record(v.string(), v.any())).$type<Record<string, unknown>>(),
    anything: json(),
    createdAt: timestamp().notNull().defaultNow(),
    updatedAt: timestamp()
      .notNull()
      .$onUpdateFn(() => new Date()),
    seenAt: timestamp({ mode: "string" }),
  },
  (t) => [
    index("by_organization").on(t.organizationId, t.age),
    uniqueIndex("by_score").on(t.score),
    searchIndex("names").on(t.name).filter(t.organizationId, t.admin),
    searchIndex("bios").on(t.bio).staged(),
    unique().on(t.name, t.born).nullsNotDistinct(),
    deletion("soft"),
  ],
);

export const events = convexTable(
  "events",
  {
    userId: id("users").notNull(),
    at: timestamp().notNull(),
    kind: discriminator({
      variants: {
        login: { ip: text().notNull() },
        upload: { size: integer().notNull(), ok: boolean(), ip: text().notNull() },
      },
    }),
    embedding: vector(3).notNull(),
  },
  (t) => ({
    near: vectorIndex("near").on(t.embedding).dimensions(3).filter(t.kind),
    user: foreignKey({ columns: [t.userId], foreignColumns: [users.id] }),
    order: index("by_user").on(t.userId, t.at),
  }),
);

export default defineSchema({ organizations, users, events }, { strict: false, schemaValidation: false });
