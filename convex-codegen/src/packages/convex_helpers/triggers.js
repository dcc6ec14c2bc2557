// convex-helpers/server/triggers

export class Triggers {
  register() {}
  wrapDB = (ctx) => ctx;
}

export const writerWithTriggers = (_, database) => database;
