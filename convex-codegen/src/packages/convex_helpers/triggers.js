// convex-helpers/server/triggers
// Compared with convex-helpers 0.1.64 to 0.1.135.

export class Triggers {
  register() {}
  wrapDB = (ctx) => ctx;
}

export const writerWithTriggers = (_, database) => database;
