// What `convex/values` exports besides `v`: nothing that reaches a validator.

export class ConvexError {
  name = "ConvexError";
  constructor(data) { this.data = data; }
}

const run = () => undefined;
export const compareValues = run;
export const convexToJson = run;
export const jsonToConvex = run;
export const getConvexSize = run;
export const getDocumentSize = run;
export const Base64 = { fromByteArray: run, toByteArray: run };
