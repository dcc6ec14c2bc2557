// Errors, which are the same from both clients.
import assert from "node:assert/strict";
import { ConvexError } from "convex/values";
import { anyApi } from "convex/server";

/** Data of a ConvexError arrives whole; a function that is not there is said to be missing. */
export async function errors(client) {
  for (const call of [
    () => client.query(anyApi.errors.refuse, { code: "NO", big: 7n }),
    () => client.mutation(anyApi.errors.refuseMutation, { code: "NO", big: 7n }),
  ]) {
    const refused = await call().then(assert.fail, (error) => error);
    assert(refused instanceof ConvexError, String(refused));
    assert.deepEqual(refused.data, { code: "NO", big: 7n });
  }
  const missing = await client.query(anyApi.nope.nope, {}).then(assert.fail, (error) => error);
  assert.match(missing.message, /Could not find public function for 'nope:nope'\./);
}
