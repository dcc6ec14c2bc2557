// Executes the functions of a project under convex-test; `convex-codegen serve` starts it and speaks to it.
//
//   node main.mjs FUNCTIONS_DIR
//
// One JSON message per line, requests on stdin and answers on stdout. It lives in the project's `node_modules`, so that
// it finds the project's own `convex` and `convex-test`.

import { AsyncLocalStorage } from "node:async_hooks";
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { makeFunctionReference } from "convex/server";
import { convexToJson, jsonToConvex } from "convex/values";
import { Backend } from "./backend.mjs";
import { storage } from "./storage.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
process.setSourceMapsEnabled(true);
// Convex-test takes the timers away from mutations.
const { setTimeout, clearTimeout } = globalThis;

// Stdout is the protocol's; whatever else is printed goes to stderr or to the caller.
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);
const send = (message) => write(`${JSON.stringify(message)}\n`);

/** What runs for a client: its kind, and its log lines until it is answered. */
const calls = new AsyncLocalStorage();
for (const level of ["debug", "log", "info", "warn", "error"]) {
  console[level] = (...args) => {
    const text = args.map((arg) => (typeof arg === "string" ? `'${arg}'` : inspect(arg))).join(" ");
    const line = `[${level.toUpperCase()}] ${text}`;
    const call = calls.getStore();
    if (call?.logLines) call.logLines.push(line);
    else process.stderr.write(`${line}\n`);
  };
}

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
const backend = new Backend(functions, committed);

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
    const value = await backend.as(identity)[kind](makeFunctionReference(name), jsonToConvex(args));
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
const requests = readline.createInterface({ input: process.stdin });
requests.on("line", (line) => {
  const request = JSON.parse(line);
  handlers[request.type](request);
});
// Whoever started it is gone, perhaps without having cleaned up.
requests.on("close", () => {
  fs.rmSync(HERE, { recursive: true, force: true });
  process.exit();
});
