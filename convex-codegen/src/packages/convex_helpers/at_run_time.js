// What convex-helpers offers to handlers only: nothing of it reaches a validator.
// filter, getPage, paginator, stream, mergedStream, getOrThrow, getAll, corsRouter, ..
// Compared with convex-helpers 0.1.64 to 0.1.135.

const run = () => undefined;
export const filter = run;
export const getPage = run;
export const paginator = run;
export const stream = run;
export const mergedStream = run;
export const getIndexFields = run;
export const getOrThrow = run;
export const getAll = run;
export const getAllOrThrow = run;
export const getOneFrom = run;
export const getOneFromOrThrow = run;
export const getManyFrom = run;
export const getManyVia = run;
export const getManyViaOrThrow = run;
export const compareValues = run;
