// convex-helpers/server/rowLevelSecurity
// Compared with convex-helpers 0.1.64 to 0.1.135.

// A wrapped handler is a function, whatever it was: it declares nothing.
const wrap = () => () => undefined;

export const RowLevelSecurity = () => ({ withMutationRLS: wrap, withQueryRLS: wrap });
export const wrapDatabaseReader = (_, database) => database;
export const wrapDatabaseWriter = (_, database) => database;
