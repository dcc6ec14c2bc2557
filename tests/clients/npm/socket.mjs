// `ConvexClient` against a deployment: node socket.mjs URL TOKEN
import assert from "node:assert/strict";
import { ConvexClient } from "convex/browser";
import { ConvexError } from "convex/values";
import { anyApi } from "convex/server";

const [url, token] = process.argv.slice(2);

// Rule by rule, what npm complains about goes to its logger.
const complaints = [];
const complain = (...args) => complaints.push(args.join(" "));
const logger = { logVerbose: () => {}, log: () => {}, warn: complain, error: complain };
const client = new ConvexClient(url, { logger });

/** The next value of a subscription that passes. */
function until(reference, args, passes) {
  return new Promise((resolve, reject) => {
    const stop = client.onUpdate(
      reference,
      args,
      (value) => {
        if (passes(value)) {
          setTimeout(() => stop(), 0);
          resolve(value);
        }
      },
      reject,
    );
  });
}

const value = { int: 2n ** 62n, nan: NaN, bytes: new Uint8Array([7]).buffer, negativeZero: -0 };
assert.deepEqual(await client.query(anyApi.values.echo, value), value);
assert.deepEqual(await client.action(anyApi.values.echoAction, value), value);

// A subscription sees what a mutation changed, also its own.
const before = (await client.query(anyApi.messages.list, {})).length;
const seen = [];
const stop = client.onUpdate(anyApi.messages.list, {}, (messages) => seen.push(messages.length));
const two = until(anyApi.messages.list, {}, (messages) => messages.includes("two"));
assert.equal(await client.mutation(anyApi.messages.send, { body: "two" }), before + 1);
assert.equal((await two).length, before + 1);

// Mutations of one client run in order.
await Promise.all(["three", "four", "five"].map((body) => client.mutation(anyApi.messages.send, { body })));
const messages = await until(anyApi.messages.list, {}, (messages) => messages.includes("five"));
assert.deepEqual(messages.slice(-4), ["two", "three", "four", "five"]);

for (const call of [
  () => client.query(anyApi.errors.refuse, { code: "NO", big: 7n }),
  () => client.mutation(anyApi.errors.refuseMutation, { code: "NO", big: 7n }),
]) {
  const refused = await call().then(assert.fail, (error) => error);
  assert(refused instanceof ConvexError, String(refused));
  assert.deepEqual(refused.data, { code: "NO", big: 7n });
}
const failed = await client.action(anyApi.errors.fail, {}).then(assert.fail, (error) => error);
assert.match(failed.message, /Server Error\nUncaught Error: boom\n {4}at handler/);

// Signing in runs the queries again.
assert.equal(await client.query(anyApi.auth.who, {}), null);
const alice = until(anyApi.auth.who, {}, (who) => who === "alice");
const changes = [];
client.setAuth(async () => token, (isAuthenticated) => changes.push(isAuthenticated));
assert.equal(await alice, "alice");
assert.deepEqual(changes, [true]);

// A broken connection comes back, with its subscriptions and its identity.
await client.action(anyApi.control.disconnect, {}).catch(() => {});
await new Promise((resolve) => setTimeout(resolve, 100));
assert.equal(await client.mutation(anyApi.messages.send, { body: "six" }), before + 5);
await until(anyApi.messages.list, {}, (messages) => messages.includes("six"));
assert.equal(await client.query(anyApi.auth.who, {}), "alice");
stop();
// What a client saw once it never unsees.
assert.deepEqual(seen, seen.toSorted((a, b) => a - b));
assert.equal(seen.at(-1), before + 5);

await client.close();
// It says that a call failed, and that it connects again.
const expected = /^\[CONVEX [MA]\(errors:|WebSocket closed|reconnect/i;
assert.deepEqual(complaints.filter((complaint) => !expected.test(complaint)), []);
