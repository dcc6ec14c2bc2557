// The suite for `ConvexClient`: node socket.mjs URL PREFIX [TOKEN]; messages start with PREFIX. After it wrote `disconnect`, it expects
// its connections to be broken and a line on stdin, which says whether they are.
import assert from "node:assert/strict";
import { once } from "node:events";
import readline from "node:readline";
import { ConvexClient } from "convex/browser";
import { anyApi } from "convex/server";
import { errors } from "./errors.mjs";

const [url, prefix, token] = process.argv.slice(2);
const own = (messages) => messages.filter((message) => message.startsWith(prefix));
const body = (text) => ({ body: `${prefix} ${text}` });
const has = (text) => (messages) => messages.includes(body(text).body);

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
const seen = [];
const stop = client.onUpdate(anyApi.messages.list, {}, (messages) => seen.push(own(messages).length));
const two = until(anyApi.messages.list, {}, has("two"));
await client.mutation(anyApi.messages.send, body("two"));
assert.equal(own(await two).length, 1);

// Mutations of one client run in order.
await Promise.all(["three", "four", "five"].map((text) => client.mutation(anyApi.messages.send, body(text))));
const messages = await until(anyApi.messages.list, {}, has("five"));
assert.deepEqual(own(messages), ["two", "three", "four", "five"].map((text) => body(text).body));

await errors(client);
const failed = await client.action(anyApi.errors.fail, {}).then(assert.fail, (error) => error);
assert.match(failed.message, /Server Error\nUncaught Error: boom\n {4}at handler/);

// Signing in runs the queries again.
assert.equal(await client.query(anyApi.auth.who, {}), null);
if (token) {
  const alice = until(anyApi.auth.who, {}, (who) => who === "alice");
  const changes = [];
  client.setAuth(async () => token, (isAuthenticated) => changes.push(isAuthenticated));
  assert.equal(await alice, "alice");
  assert.deepEqual(changes, [true]);
}

// A broken connection comes back, with its subscriptions and its identity.
process.stdout.write("disconnect\n");
const [answer] = await once(readline.createInterface({ input: process.stdin }), "line");
process.stdin.destroy();
if (answer === "done") await new Promise((resolve) => setTimeout(resolve, 100));
await client.mutation(anyApi.messages.send, body("six"));
await until(anyApi.messages.list, {}, has("six"));
if (token) assert.equal(await client.query(anyApi.auth.who, {}), "alice");
stop();
// What a client saw once it never unsees.
assert.deepEqual(seen, seen.toSorted((a, b) => a - b));
assert.equal(seen.at(-1), 5);

await client.close();
// It says that a call failed, and that it connects again.
const expected = /^\[CONVEX [MA]\(errors:|WebSocket closed|reconnect/i;
assert.deepEqual(complaints.filter((complaint) => !expected.test(complaint)), []);
