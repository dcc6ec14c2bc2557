// Executes the functions of a project under convex-test; `convex-codegen serve` starts it and speaks to it.
//
//   node main.mjs FUNCTIONS_DIR
//
// One JSON message per line, requests on stdin and answers on stdout. The first line of stdin is a secret that each answer starts with:
// what functions write to stdout themselves is no answer. It lives in the project's `node_modules`, so that it finds the project's own
// `convex` and `convex-test`.

import { AsyncLocalStorage } from "node:async_hooks";
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { Worker } from "node:worker_threads";
import { makeFunctionReference } from "convex/server";
import { convexToJson, jsonToConvex } from "convex/values";
import { Backend } from "./backend.mjs";
import { wrongTable } from "./ids.mjs";
import { storage } from "./storage.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
process.setSourceMapsEnabled(true);
// Convex-test takes the timers away from mutations.
const { setTimeout, clearTimeout, setInterval } = globalThis;

const requests = readline.createInterface({ input: process.stdin });
const lines = requests[Symbol.asyncIterator]();
const { value: secret } = await lines.next();

// Stdout is the protocol's; whatever else is printed goes to stderr or to the caller.
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);
const send = (message) => write(`${secret}${JSON.stringify(message)}\n`);

/** What runs for a client: its kind, and its log lines until it is answered. */
const calls = new AsyncLocalStorage();
/** The function that runs, whoever called it: its path and kind. */
const running = new AsyncLocalStorage();

/** Shows a line of a function's console, or an error of it, where `serve` prints. */
function show(line) {
  const { path: name = "", kind = "" } = running.getStore() ?? {};
  send({ type: "log", name, kind, line });
}

for (const level of ["debug", "log", "info", "warn", "error"]) {
  console[level] = (...args) => {
    const text = args.map((arg) => (typeof arg === "string" ? `'${arg}'` : inspect(arg))).join(" ");
    const line = `[${level.toUpperCase()}] ${text}`;
    calls.getStore()?.logLines?.push(line);
    show(line);
  };
}

// One function must not end all others and their data: what nobody awaits is shown, and `exit` throws.
const exit = process.exit.bind(process);
process.exit = process.abort = () => {
  throw new Error("`process.exit` is not available to Convex functions");
};
process.kill = () => {
  throw new Error("`process.kill` is not available to Convex functions");
};
process.on("unhandledRejection", (reason) => show(`[ERROR] Unhandled rejection: ${String(reason?.stack ?? reason)}`));
process.on("uncaughtException", (error) => show(`[ERROR] Uncaught ${String(error?.stack ?? error)}`));

/** Ends this process when its parent is gone, or when a function keeps it busy: nothing else can, then. */
const MOST_BUSY_SECONDS = 15;
const beats = new Int32Array(new SharedArrayBuffer(4));
setInterval(() => Atomics.add(beats, 0, 1), 250).unref();
new Worker(
  `const { workerData: { beats, seconds, parent } } = require("node:worker_threads");
  const fs = require("node:fs");
  let last, since = Date.now();
  const end = (why) => { if (why) fs.writeSync(2, why + "\\n"); process.kill(process.pid, "SIGKILL"); };
  setInterval(() => {
    if (process.platform !== "win32" && process.ppid !== parent) end();
    const now = Atomics.load(beats, 0);
    if (now !== last) [last, since] = [now, Date.now()];
    else if (Date.now() - since > seconds * 1000) end("a function ran for " + seconds + " s without a pause, and nothing else could run; Convex stops it after 1 s");
  }, 500);`,
  { eval: true, workerData: { beats, seconds: MOST_BUSY_SECONDS, parent: process.ppid } },
).unref();

let timer;
/** After a client's own mutation the server runs queries again by itself. */
function committed() {
  const call = calls.getStore();
  if (call?.kind === "mutation" && call.logLines) return;
  clearTimeout(timer);
  // The transaction ends after its handler.
  timer = setTimeout(() => send({ type: "changed" }), 10);
}

// As esbuild names files.
const real = (folder) => fs.realpathSync(path.resolve(folder));
const functions = real(process.argv[2]);
const backend = new Backend(functions, { committed, run });

/** Runs a function's handler under its name. What a function throws that no client waits for is shown. */
async function run(name, kind, handler) {
  return running.run({ path: name, kind }, async () => {
    try {
      return await handler();
    } catch (error) {
      if (!calls.getStore()?.logLines) show(`[ERROR] ${thrown(error).message}`);
      throw error;
    }
  });
}

async function load(folder) {
  const message = await backend.load(folder).then(
    (functions) => ({ type: "functions", functions }),
    (error) => ({ type: "failed", message: report(error) }),
  );
  send({ ...message, folders: backend.sources.watched() });
}

function report(error) {
  const problems = error.errors?.map(({ text, location: at }) =>
    at ? `${path.relative(backend.sources.functions, path.resolve(at.file))}:${at.line}:${at.column}: ${text}` : text,
  );
  return problems?.join("\n") ?? String(error?.stack ?? error);
}

/** The frames of an error that are in the project, as the server writes them. */
function frames(error) {
  const { functions } = backend.sources;
  const root = path.dirname(functions) + path.sep;
  const inside = String(error?.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line) && line.includes(functions) && !line.includes(`${path.sep}node_modules${path.sep}`));
  return inside.map((line) => `\n    ${line.trim().replaceAll("file://", "").replaceAll(root, "../")}`).join("");
}

function thrown(error) {
  if (typeof error === "object" && error !== null && Symbol.for("ConvexError") in error) {
    const data = convexToJson(error.data);
    const text = typeof data === "string" ? data : JSON.stringify(data);
    return { message: `Uncaught ConvexError: ${text}${frames(error)}`, data };
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { message: `Uncaught ${text}${frames(error)}` };
}

async function execute(id, kind, run) {
  const logLines = [];
  const call = { kind, logLines };
  const outcome = await calls.run(call, () => run().catch((error) => ({ error: thrown(error) })));
  // What it scheduled has nobody to tell.
  call.logLines = undefined;
  send({ type: "result", id, logLines, ...outcome });
}

function call({ id, kind, path: name, args, identity }) {
  return execute(id, kind, async () => {
    const values = jsonToConvex(args);
    const problem = wrongTable(backend.args.get(name) ?? null, values);
    if (problem) return { error: { message: problem } };
    const value = await backend.as(identity)[kind](makeFunctionReference(name), values);
    return { value: convexToJson(value ?? null) };
  });
}

function respond({ id, method, path: name, headers, body, identity }) {
  return execute(id, "http", async () => {
    const init = { method, headers, body: body === "" ? undefined : Buffer.from(body, "base64") };
    const response = await (name.startsWith("/api/") ? storage(backend.test, method, name, init) : http(name, init, identity));
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: [...response.headers], body: bytes.toString("base64") };
  });
}

async function http(name, init, identity) {
  if (!backend.hasHttp) return new Response("This Convex deployment does not have HTTP actions enabled.", { status: 404 });
  return backend.as(identity).fetch(name.replace(/^\/http\/?/, "/"), init);
}

// One load after the other.
let loading = load(functions);
function look({ folder }) {
  const functions = real(folder);
  loading = loading.then(async () => {
    if (functions !== backend.sources.functions || backend.sources.changed()) await load(functions);
  });
}

await loading;
const handlers = { call, respond, look };
for await (const line of lines) {
  const request = JSON.parse(line);
  handlers[request.type](request);
}
// Whoever started it is gone, perhaps without having cleaned up.
fs.rmSync(HERE, { recursive: true, force: true });
exit();
