// `bundle`: the modules of the app or of a component, bundled as the Convex CLI does it.

import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { instrumented } from "./limits.mjs";
import { configOf, filesBelow } from "./sources.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const EXTENSIONS = [".js", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".jsx"];

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
const GENERATED = (env) => ({
  server: `export {
    queryGeneric as query, mutationGeneric as mutation, actionGeneric as action, httpActionGeneric as httpAction,
    internalQueryGeneric as internalQuery, internalMutationGeneric as internalMutation,
    internalActionGeneric as internalAction,
  } from "convex/server";
  export const env = ${env ? JSON.stringify(env) : "process.env"};`,
  api: `import { anyApi, componentsGeneric } from "convex/server";
    export const api = anyApi, internal = anyApi, components = componentsGeneric();`,
  dataModel: "",
});

const generated = (env) => ({
  name: "generated",
  setup(build) {
    build.onResolve({ filter: /_generated\/(server|api|dataModel)(\.js|\.ts)?$/ }, ({ path: specifier }) => ({
      path: path.basename(specifier).replace(/\.(js|ts)$/, ""),
      namespace: "generated",
    }));
    build.onLoad({ filter: /.*/, namespace: "generated" }, ({ path: name }) => ({
      contents: GENERATED(env)[name],
      resolveDir: HERE,
    }));
  },
});

const OPTIONS = {
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
  logLevel: "silent",
};

/** The rules of the Convex CLI. */
function isModule(file, folder) {
  const relative = path.relative(folder, file);
  const base = path.basename(file);
  if (!EXTENSIONS.some((extension) => base.endsWith(extension))) return false;
  if (relative.startsWith(`_generated${path.sep}`) || /^schema\.[jt]s$/.test(base) || file === configOf(folder)) return false;
  if (base.split(".").length > 2 || relative.includes(" ")) return false;
  return !/\.tsx?$/.test(file) || /^\s{0,100}(import|export)/m.test(fs.readFileSync(file, "utf8"));
}

let builds = 0;

async function build(entryPoints, plugins) {
  const outdir = path.join(HERE, `build-${builds++}`);
  const { outputFiles } = await esbuild.build({ ...OPTIONS, entryPoints, outdir, plugins, write: false });
  for (const { path: file, contents, text } of outputFiles) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, file.endsWith(".mjs") ? instrumented(text) : contents);
  }
  return (name) => import(pathToFileURL(path.join(outdir, `${name}.mjs`)).href);
}

/** Module paths with functions that load what was bundled, and the schema. `env` is that of a component. */
export async function bundle(folder, sources, env) {
  const files = [...filesBelow(folder)].filter((file) => isModule(file, folder));
  const schema = ["schema.ts", "schema.js"].map((name) => path.join(folder, name)).find((file) => fs.existsSync(file));
  const names = files.map((file) => path.relative(folder, file).replace(/\.[^.]+$/, "").split(path.sep).join("/"));
  const entryPoints = files.map((file, index) => ({ in: file, out: `modules/${names[index]}` }));
  if (schema) entryPoints.push({ in: schema, out: "schema" });
  const load = await build(entryPoints, [generated(env), sources.plugin()]);
  const modules = Object.fromEntries(names.map((name) => [name, () => load(`modules/${name}`)]));
  return { modules, schema: schema && (await load("schema")).default };
}

/** What a `convex.config.ts` defines. What it imports of other components stands for them by their files. */
export async function definition(config, sources) {
  const others = {
    name: "components",
    setup(build) {
      build.onResolve({ filter: /(^|\/)convex\.config(\.[cm]?[jt]s)?$/ }, async ({ path: specifier, ...rest }) => {
        if (rest.kind === "entry-point" || rest.pluginData === "seen") return undefined;
        const { resolveDir, kind, importer } = rest;
        const found = await build.resolve(specifier, { resolveDir, kind, importer, pluginData: "seen" });
        return found.errors.length > 0 ? found : { path: found.path, namespace: "component" };
      });
      build.onLoad({ filter: /.*/, namespace: "component" }, async ({ path: file }) => {
        const { _name: defaultName } = await definition(file, sources);
        return { contents: `export default ${JSON.stringify({ componentDefinitionPath: file, defaultName })}` };
      });
    },
  };
  const load = await build([{ in: config, out: "config" }], [others, sources.plugin()]);
  return (await load("config")).default;
}
