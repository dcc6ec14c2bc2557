// `Backend`: what executes functions, and keeps its data while only code changes.

import path from "node:path";
import { convexTest } from "convex-test";
import { bundle, definition } from "./bundle.mjs";
import { limited } from "./limits.mjs";
import { configOf, Sources } from "./sources.mjs";
import { serveFiles } from "./storage.mjs";

export class Backend {
  /** By path, the validator of a function's arguments. */
  args = new Map();
  /** What `convexTest` made; a new one has no data. */
  test;
  /** By component, the app itself as "": what loads its modules. Exchanged when files change, so that the data stays. */
  loaders = {};
  shape;
  sources;
  /** Name, schedule, function, its kind and arguments of each cron job. */
  crons = [];
  /** Tables that functions have written to. */
  #written = new Set();
  /** Tables of the schema. */
  #declared = [];

  /** `committed` is called when a mutation has run; `run` runs a handler, by the function's name and kind. */
  constructor(functions, { committed, run }) {
    this.sources = new Sources(functions);
    this.committed = committed;
    this.run = run;
  }

  /** Loads everything, and gives the functions of the app. A failure leaves what was there. */
  async load(folder) {
    const sources = new Sources(folder);
    // Also what a failure looked at is worth another look.
    this.sources = sources;
    sources.changed();
    try {
      return await this.#load(sources);
    } finally {
      sources.fingerprint = sources.look();
    }
  }

  async #load(sources) {
    const parts = await this.#parts(sources);
    const functions = [];
    for (const [module, load] of Object.entries(parts[""].modules)) functions.push(...publish(module, await load()));
    this.crons = jobs((await parts[""].modules.crons?.())?.default, functions);
    this.#declared = Object.keys(parts[""].schema?.tables ?? {});
    this.args = new Map(functions.map(({ path, args }) => [path, JSON.parse(args)]));
    const shape = JSON.stringify(
      Object.entries(parts).map(([name, { modules, schema }]) => [name, Object.keys(modules).sort(), schema?.export?.()]),
    );
    if (shape !== this.shape) {
      this.loaders = {};
      for (const [name, part] of Object.entries(parts)) this.#register(name, part);
      this.shape = shape;
    }
    for (const [name, { modules }] of Object.entries(parts)) Object.assign(this.loaders[name], modules);
    return functions;
  }

  /** The app, the components that it uses, and those that they use: by path, as in `workpool/batchWorker`. */
  async #parts(sources) {
    const parts = { "": await this.#part(sources.functions, sources) };
    const use = async (config, prefix, scope) => {
      const { _childComponents: children = [] } = await definition(config, sources);
      for (const [name, { componentDefinitionPath: file }, given] of children) {
        const values = Object.entries(given ?? {}).map(([key, value]) => [key, typeof value === "string" ? value : scope[value.__envVarRef]]);
        const { CONVEX_CLOUD_URL, CONVEX_SITE_URL } = process.env;
        const env = { ...Object.fromEntries(values), CONVEX_CLOUD_URL, CONVEX_SITE_URL };
        parts[prefix + name] = await this.#part(path.dirname(file), sources, env);
        await use(file, `${prefix}${name}/`, env);
      }
    };
    const config = configOf(sources.functions);
    // A folder that is a component itself is served as an app is.
    if (config) await use(config, "", process.env);
    return parts;
  }

  async #part(folder, sources, env) {
    sources.add(folder);
    const { modules, schema } = await bundle(folder, sources, env);
    const isApp = folder === sources.functions;
    const watched = ([name, load]) => [name, async () => this.#watch(await load(), name, isApp)];
    return { modules: Object.fromEntries(Object.entries(modules).map(watched)), schema };
  }

  /** Scheduled mutations, and those of actions, change data while no client waits for them; and each function logs under its name. */
  #watch(module, path, isApp) {
    const { committed, run } = this;
    for (const [name, value] of Object.entries(module)) {
      const handler = value?._handler;
      const kind = kindOf(value) ?? (value?.isHttp ? "httpAction" : undefined);
      if (!kind || typeof handler !== "function" || handler.watched) continue;
      value._handler = async (ctx, ...args) => {
        // As on Convex, where it needs no `this`.
        const { auth, db } = ctx ?? {};
        if (auth?.getUserIdentity && !Object.hasOwn(auth, "getUserIdentity")) auth.getUserIdentity = auth.getUserIdentity.bind(auth);
        const insert = db?.insert;
        if (insert && isApp) db.insert = (table, ...rest) => (this.#written.add(table), insert.call(db, table, ...rest));
        try {
          return await run(`${path}:${name}`, kind, () => limited(kind, () => handler(ctx, ...args)));
        } finally {
          if (value.isMutation) committed();
        }
      };
      value._handler.watched = true;
    }
    return module;
  }

  #register(name, { modules, schema }) {
    const loaders = (this.loaders[name] = {});
    const own = name === "" ? unchecked : (module) => module;
    const paths = Object.keys(modules).map((module) => [`/${module}.js`, async () => own(await loaders[module]())]);
    const glob = { ...Object.fromEntries(paths), "/_generated/api.js": async () => ({}) };
    if (name === "") {
      this.test = convexTest(schema, glob);
      serveFiles();
    } else this.test.registerComponent(name, schema, glob);
  }

  /** As `identity`, or as nobody. */
  as(identity) {
    return identity ? this.test.withIdentity(identity) : this.test;
  }

  /** The names of the tables, for the deployment's owner. */
  tableNames() {
    return [...new Set([...this.#declared, ...this.#written])].sort();
  }

  /** A page of a table's documents. */
  async documents({ table, order, numItems, cursor }) {
    let page;
    await this.test.run(async (ctx) => {
      page = await ctx.db.query(table).order(order).paginate({ numItems, cursor });
    });
    return page;
  }

  get hasHttp() {
    return "http" in this.loaders[""];
  }
}

function kindOf(value) {
  return ["query", "mutation", "action"].find((kind) => value?.[`is${kind[0].toUpperCase()}${kind.slice(1)}`]);
}

/** The functions of a module. */
function publish(module, exported) {
  const functions = [];
  for (const [name, value] of Object.entries(exported)) {
    const kind = kindOf(value);
    if (!kind) continue;
    functions.push({
      path: `${module}:${name}`,
      kind,
      access: value.isPublic ? "public" : "internal",
      args: value.exportArgs?.() ?? "null",
      returns: value.exportReturns?.() ?? "null",
    });
  }
  return functions;
}

/** A module whose public functions say nothing of their results: the server checks what leaves it, with its own message. */
function unchecked(module) {
  const get = (value, key) => (key === "exportReturns" ? () => "null" : value[key]);
  const hidden = (value) => (kindOf(value) && value.isPublic ? new Proxy(value, { get }) : value);
  return Object.fromEntries(Object.entries(module).map(([name, value]) => [name, hidden(value)]));
}

/** The jobs that `crons.ts` exports. */
function jobs(crons, functions) {
  const kinds = new Map(functions.map(({ path, kind }) => [path, kind]));
  return Object.entries(crons?.isCrons ? crons.crons : {}).map(([name, { name: path, args: [args = {}] = [], schedule }]) => ({
    name,
    schedule,
    function: path,
    kind: kinds.get(path) ?? "mutation",
    args,
  }));
}
