// `Backend`: what executes functions, and keeps its data while only code changes.

import path from "node:path";
import { convexTest } from "convex-test";
import { bundle, definition } from "./bundle.mjs";
import { configOf, Sources } from "./sources.mjs";
import { serveFiles } from "./storage.mjs";

export class Backend {
  /** What `convexTest` made; a new one has no data. */
  test;
  /** By component, the app itself as "": what loads its modules. Exchanged when files change, so that the data stays. */
  loaders = {};
  shape;
  sources;

  /** `committed` is called when a mutation has run. */
  constructor(functions, committed) {
    this.sources = new Sources(functions);
    this.committed = committed;
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
    const watched = ([name, load]) => [name, async () => this.#watch(await load())];
    return { modules: Object.fromEntries(Object.entries(modules).map(watched)), schema };
  }

  /** Scheduled mutations, and those of actions, change data while no client waits for them. */
  #watch(module) {
    const { committed } = this;
    for (const value of Object.values(module)) {
      const handler = value?._handler;
      if (!value?.isMutation || handler?.watched) continue;
      value._handler = async (...args) => {
        try {
          return await handler(...args);
        } finally {
          committed();
        }
      };
      value._handler.watched = true;
    }
    return module;
  }

  #register(name, { modules, schema }) {
    const loaders = (this.loaders[name] = {});
    const paths = Object.keys(modules).map((module) => [`/${module}.js`, async () => loaders[module]()]);
    const glob = { ...Object.fromEntries(paths), "/_generated/api.js": async () => ({}) };
    if (name === "") {
      const isFirst = !this.test;
      this.test = convexTest(schema, glob);
      if (isFirst) serveFiles();
    } else this.test.registerComponent(name, schema, glob);
  }

  /** As `identity`, or as nobody. */
  as(identity) {
    return identity ? this.test.withIdentity(identity) : this.test;
  }

  get hasHttp() {
    return "http" in this.loaders[""];
  }
}

/** The functions of a module. */
function publish(module, exported) {
  const functions = [];
  for (const [name, value] of Object.entries(exported)) {
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
  return functions;
}
