// Executes the functions of a project under convex-test; `convex-codegen serve` starts it and speaks to it.
//
//   node driver.mjs FUNCTIONS_DIR
//
// One JSON message per line, requests on stdin and answers on stdout. It lives in the project's `node_modules`, so that
// it finds the project's own `convex` and `convex-test`.

import { AsyncLocalStorage } from "node:async_hooks";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import readline from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { convexTest } from "convex-test";
import { makeFunctionReference } from "convex/server";
import { convexToJson, jsonToConvex } from "convex/values";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const FUNCTIONS = path.resolve(process.argv[2]);
const EXTENSIONS = [".js", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".jsx"];
process.setSourceMapsEnabled(true);

// Stdout is the protocol's; whatever else is printed goes to stderr or to the caller.
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);
const send = (message) => write(`${JSON.stringify(message)}\n`);

const logs = new AsyncLocalStorage();
for (const level of ["debug", "log", "info", "warn", "error"]) {
  console[level] = (...args) => {
    const text = args.map((arg) => (typeof arg === "string" ? `'${arg}'` : inspect(arg))).join(" ");
    const line = `[${level.toUpperCase()}] ${text}`;
    const lines = logs.getStore();
    if (lines) lines.push(line);
    else process.stderr.write(`${line}\n`);
  };
}

// A dependency of `convex`, which strict package managers do not show to the project itself.
const convexPackage = fs.realpathSync(path.join(findUp("convex"), "package.json"));
const esbuild = createRequire(convexPackage)("esbuild");

function findUp(name) {
  for (let folder = HERE; ; folder = path.dirname(folder)) {
    const found = path.join(folder, "node_modules", name);
    if (fs.existsSync(found)) return found;
    if (folder === path.dirname(folder)) throw new Error(`the package ${name} is not installed`);
  }
}

// `npx convex codegen` writes `_generated`, which many projects do not check in.
const GENERATED = {
  server: `export {
    queryGeneric as query, mutationGeneric as mutation, actionGeneric as action, httpActionGeneric as httpAction,
    internalQueryGeneric as internalQuery, internalMutationGeneric as internalMutation,
    internalActionGeneric as internalAction,
  } from "convex/server";`,
  api: `import { anyApi, componentsGeneric } from "convex/server";
    export const api = anyApi, internal = anyApi, components = componentsGeneric();`,
  dataModel: "",
};
const generated = {
  name: "generated",
  setup(build) {
    build.onResolve({ filter: /_generated\/(server|api|dataModel)(\.js|\.ts)?$/ }, ({ path: specifier }) => ({
      path: path.basename(specifier).replace(/\.(js|ts)$/, ""),
      namespace: "generated",
    }));
    build.onLoad({ filter: /.*/, namespace: "generated" }, ({ path: name }) => ({
      contents: GENERATED[name],
      resolveDir: HERE,
    }));
  },
};

function* filesBelow(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (!entry.isDirectory()) yield file;
    else if (entry.name !== "node_modules" && !fs.existsSync(path.join(file, "convex.config.ts"))) yield* filesBelow(file);
  }
}

/** The rules of the Convex CLI. */
function isModule(file) {
  const relative = path.relative(FUNCTIONS, file);
  const base = path.basename(file);
  if (!EXTENSIONS.some((extension) => base.endsWith(extension))) return false;
  if (relative.startsWith(`_generated${path.sep}`) || /^[.#]/.test(base) || /^schema\.[jt]s$/.test(base)) return false;
  if (base.split(".").length > 2 || relative.includes(" ")) return false;
  return !/\.tsx?$/.test(file) || /^\s{0,100}(import|export)/m.test(fs.readFileSync(file, "utf8"));
}

let builds = 0;

/** Bundles the project; module paths with functions that load what was bundled. */
async function bundle() {
  const files = [...filesBelow(FUNCTIONS)].filter(isModule);
  const schema = ["schema.ts", "schema.js"].map((name) => path.join(FUNCTIONS, name)).find((file) => fs.existsSync(file));
  const outdir = path.join(HERE, `build-${builds++}`);
  const names = files.map((file) => path.relative(FUNCTIONS, file).replace(/\.[^.]+$/, "").split(path.sep).join("/"));
  const entryPoints = files.map((file, index) => ({ in: file, out: `modules/${names[index]}` }));
  if (schema) entryPoints.push({ in: schema, out: "schema" });
  await esbuild.build({
    entryPoints,
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "es2022",
    jsx: "automatic",
    sourcemap: "inline",
    conditions: ["convex", "module"],
    mainFields: ["module", "main"],
    // One copy of Convex for the functions and for what executes them.
    external: ["convex", "convex/*", "convex-test"],
    banner: { js: 'import { createRequire as _require } from "node:module"; const require = _require(import.meta.url);' },
    plugins: [generated],
    logLevel: "silent",
  });
  const load = (name) => import(pathToFileURL(path.join(outdir, `${name}.mjs`)).href);
  const modules = Object.fromEntries(names.map((name) => [name, () => load(`modules/${name}`)]));
  return { modules, schema: schema && (await load("schema")).default };
}

let backend;
/** What `convexTest` loads, by path: exchanged when files change, so that the data stays. */
let loaders = {};
let schemaText;

async function load() {
  const { modules, schema } = await bundle();
  const functions = [];
  for (const [module, load] of Object.entries(modules)) {
    for (const [name, value] of Object.entries(await load())) {
      const kind = ["query", "mutation", "action"].find((kind) => value?.[`is${kind[0].toUpperCase()}${kind.slice(1)}`]);
      if (!kind) continue;
      functions.push({
        path: `${module}:${name}`,
        kind,
        access: value.isPublic ? "public" : "internal",
        args: value.exportArgs?.() ?? "null",
        returns: value.exportReturns?.() ?? "null",
      });
      // The server checks what leaves it, with its own message.
      if (value.isPublic) value.exportReturns = () => "null";
    }
  }
  const text = JSON.stringify(schema?.export?.() ?? null);
  const known = Object.keys(modules).every((module) => module in loaders);
  if (!backend || !known || text !== schemaText) {
    loaders = modules;
    const paths = Object.keys(modules).map((module) => [`/${module}.js`, async () => loaders[module]()]);
    backend = convexTest(schema, { ...Object.fromEntries(paths), "/_generated/api.js": async () => ({}) });
    schemaText = text;
  } else {
    Object.assign(loaders, modules);
  }
  send({ type: "functions", functions });
}

async function reload() {
  try {
    await load();
  } catch (error) {
    const problems = error.errors?.map(({ text, location: at }) =>
      at ? `${path.relative(FUNCTIONS, path.resolve(at.file))}:${at.line}:${at.column}: ${text}` : text,
    );
    send({ type: "failed", message: problems?.join("\n") ?? String(error?.stack ?? error) });
  }
}

/** The frames of an error that are in the project, as the server writes them. */
function frames(error) {
  const root = path.dirname(FUNCTIONS) + path.sep;
  const inside = String(error?.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line) && line.includes(FUNCTIONS) && !line.includes(`${path.sep}node_modules${path.sep}`));
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

async function call({ id, kind, path: name, args, identity }) {
  const logLines = [];
  const outcome = await logs.run(logLines, async () => {
    try {
      const caller = identity ? backend.withIdentity(identity) : backend;
      const value = await caller[kind](makeFunctionReference(name), jsonToConvex(args));
      return { value: convexToJson(value ?? null) };
    } catch (error) {
      return { error: thrown(error) };
    }
  });
  send({ type: "result", id, logLines, ...outcome });
}

function fingerprint() {
  return [...filesBelow(FUNCTIONS)].map((file) => `${file} ${fs.statSync(file).mtimeMs}`).join("\n");
}

let seen = fingerprint();
await reload();
const requests = readline.createInterface({ input: process.stdin });
requests.on("line", (line) => call(JSON.parse(line)));
// Whoever started it is gone, perhaps without having cleaned up.
requests.on("close", () => {
  fs.rmSync(HERE, { recursive: true, force: true });
  process.exit();
});
setInterval(async () => {
  let now;
  try {
    now = fingerprint();
  } catch {
    // A file went away while it was looked at; the next look sees what is left.
    return;
  }
  if (now === seen) return;
  seen = now;
  await reload();
}, 300);
