// Executes the functions of a project under convex-test; `convex-codegen serve` starts it and speaks to it.
//
//   node main.mjs FUNCTIONS_DIR
//
// It lives in the project's `node_modules`, so that it finds the project's own `convex` and `convex-test`.

import { AsyncLocalStorage } from "node:async_hooks";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { Worker } from "node:worker_threads";
import { makeFunctionReference } from "convex/server";
import { convexToJson, jsonToConvex } from "convex/values";
import { connect } from "./channel.mjs";
import { advice, adviceOnLoad, reads, setVariables } from "./environment.mjs";
import { LimitError } from "./limits.mjs";
import { Backend } from "./backend.mjs";
import { wrongTable } from "./ids.mjs";
import { storage } from "./storage.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
process.setSourceMapsEnabled(true);
// Convex-test takes the timers away from mutations.
const { setTimeout, clearTimeout, setInterval } = globalThis;

const { send, lines } = await connect();

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

/** Ends this process when its parent is gone, or when it is busy where limits are not looked at: nothing else can, then. */
const MOST_BUSY_SECONDS = 20;
const beats = new Int32Array(new SharedArrayBuffer(4));
setInterval(() => Atomics.add(beats, 0, 1), 250).unref();
new Worker(
  `const { workerData: { beats, seconds, parent } } = require("node:worker_threads");
  const fs = require("node:fs");
  let last, since = process.cpuUsage();
  const end = (why) => { if (why) fs.writeSync(2, why + "\\n"); process.kill(process.pid, "SIGKILL"); };
  setInterval(() => {
    if (process.platform !== "win32" && process.ppid !== parent) end();
    const now = Atomics.load(beats, 0);
    const { user, system } = process.cpuUsage(since);
    if (now !== last) [last, since] = [now, process.cpuUsage()];
    else if (user + system > seconds * 1e6) end("a function ran for " + seconds + " s without a pause, and nothing else could run");
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
  const missed = (names) => {
    if (names.length > 0) show(`[WARN] ${advice(names)}`);
  };
  return running.run({ path: name, kind }, async () => {
    try {
      return await reads(handler, missed);
    } catch (error) {
      if (!calls.getStore()?.logLines) show(`[ERROR] ${thrown(error).message}`);
      throw error;
    }
  });
}

async function load(folder) {
  const message = await backend.load(folder).then(
    (functions) => ({ type: "functions", functions, crons: backend.crons }),
    (error) => ({ type: "failed", message: report(error) }),
  );
  send({ ...message, folders: backend.sources.watched() });
}

function report(error) {
  const problems = error.errors?.map(({ text, location: at }) =>
    at ? `${path.relative(backend.sources.functions, path.resolve(at.file))}:${at.line}:${at.column}: ${text}` : text,
  );
  const text = problems?.join("\n") ?? String(error?.stack ?? error);
  const help = adviceOnLoad(text);
  return help ? `${text}\n\n${help}` : text;
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
  if (error instanceof LimitError) return { message: error.message };
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

/** What the deployment's owner asks. */
const answer = ({ id }, run) => execute(id, "system", async () => ({ value: convexToJson(await run()) }));
const tables = (request) => answer(request, () => backend.tableNames());
const documents = (request) => answer(request, () => backend.documents(request));
const environment = (request) => answer(request, () => setVariables(request.changes) ?? null);

/** Runs a cron job now. What it logs and throws is shown, as no client waits for it. */
async function cron({ id, name }) {
  const outcome = await calls
    .run(undefined, async () => {
      const job = backend.crons.find((job) => job.name === name);
      if (!job) throw new Error(`there is no cron job "${name}"`);
      await backend.test[job.kind](makeFunctionReference(job.function), jsonToConvex(job.args));
      return { value: null };
    })
    .catch((error) => ({ error: thrown(error) }));
  send({ type: "result", id, ...outcome });
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
const handlers = { call, cron, documents, environment, look, respond, tables };
for await (const line of lines) {
  const request = JSON.parse(line);
  handlers[request.type](request);
}
// Whoever started it is gone, perhaps without having cleaned up.
fs.rmSync(HERE, { recursive: true, force: true });
exit();
