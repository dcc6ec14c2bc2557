// convex-helpers/server/triggers
// Compared with convex-helpers 0.0.1 to 0.1.124.

export class Triggers {
  register() {}
  wrapDB = (ctx) => ctx;
}

export const writerWithTriggers = (_, database) => database;
