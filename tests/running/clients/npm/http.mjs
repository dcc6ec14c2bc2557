// The suite for `ConvexHttpClient`: node http.mjs URL PREFIX [TOKEN]; messages start with PREFIX.
import assert from "node:assert/strict";
import { ConvexHttpClient } from "convex/browser";
import { ConvexError } from "convex/values";
import { anyApi } from "convex/server";
import { errors } from "./errors.mjs";

const [url, prefix, token] = process.argv.slice(2);
const client = new ConvexHttpClient(url, { logger: false });
const own = (messages) => messages.filter((message) => message.startsWith(prefix));

// Values.
const value = {
  int: -(2n ** 63n),
  nan: NaN,
  negativeZero: -0,
  infinity: Infinity,
  bytes: new Uint8Array([0, 1, 255]).buffer,
  list: [null, true, "é𝄞", 1.5],
  nested: { empty: {}, none: [] },
};
assert.deepEqual(await client.query(anyApi.values.echo, value), value);
assert.deepEqual(await client.action(anyApi.values.echoAction, value), value);

// Messages.
const bodies = ["one", "two", "three"].map((body) => `${prefix} ${body}`);
const counts = await Promise.all(bodies.map((body) => client.mutation(anyApi.messages.send, { body })));
assert(counts[0] < counts[1] && counts[1] < counts[2]);
assert.deepEqual(own(await client.query(anyApi.messages.list)), bodies);
assert.deepEqual(own(await client.consistentQuery(anyApi.messages.list)), bodies);

// Errors.
await errors(client);
const failed = await client.action(anyApi.errors.fail).then(assert.fail, (error) => error);
assert(!(failed instanceof ConvexError));
assert.match(failed.message, /^\[Request ID: [0-9a-f]{16}\] Server Error\nUncaught Error: boom\n {4}at handler/);

// Identity.
assert.equal(await client.query(anyApi.auth.who), null);
if (token) {
  client.setAuth(token);
  assert.equal(await client.query(anyApi.auth.who), "alice");
}
client.setAuth("not.a.token");
const unauthorized = await client.query(anyApi.auth.who).then(assert.fail, (error) => error);
assert.match(unauthorized.message, /NoAuthProvider|InvalidAuthHeader/);
