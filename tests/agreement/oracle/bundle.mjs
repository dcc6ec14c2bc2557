// Bundles modules as the Convex CLI does, with stand-ins for what a bare checkout lacks.

import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import esbuild from "esbuild";

const HERE = path.dirname(fileURLToPath(import.meta.url));

// Builds that run at the same time when modules are bundled one by one.
const AT_ONCE = 4;

// `convex codegen` writes `_generated`, which most projects do not check in whole.
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

// A package that is not installed: every export is a value that can be called, constructed and read, and that is
// neither a Convex function nor a validator. What is made of it is missing from the answer, never wrong in it.
const ABSENT = `
  const absent = new Proxy(function () {}, {
    get: (target, key) =>
      key === "then" || key === "isConvexValidator" ? undefined
      : key === Symbol.iterator ? function* () {}
      : key === Symbol.toPrimitive ? () => "absent"
      : absent,
    has: () => false,
    apply: () => absent,
    construct: () => absent,
  });
  module.exports = Object.create(absent);`;

const standIns = {
  name: "stand-ins",
  setup(build) {
    build.onResolve({ filter: /_generated\/(server|api|dataModel)(\.js|\.ts)?$/ }, ({ path: specifier, resolveDir }) => {
      const bare = path.resolve(resolveDir, specifier.replace(/\.(js|ts)$/, ""));
      const written = [".js", ".ts"].map((extension) => bare + extension).find((file) => fs.existsSync(file));
      return written ? { path: written } : { path: path.basename(bare), namespace: "generated" };
    });
    build.onLoad({ filter: /.*/, namespace: "generated" }, ({ path: name }) => ({
      contents: GENERATED[name],
      resolveDir: HERE,
    }));
    build.onResolve({ filter: /^[^./]/ }, async ({ path: specifier, pluginData, ...rest }) => {
      if (pluginData === "again" || rest.kind === "entry-point") return undefined;
      const { importer, resolveDir, kind } = rest;
      const found = await build.resolve(specifier, { importer, resolveDir, kind, pluginData: "again" });
      return found.errors.length === 0 ? found : { path: specifier, namespace: "absent" };
    });
    build.onLoad({ filter: /.*/, namespace: "absent" }, () => ({ contents: ABSENT, loader: "js" }));
  },
};

async function build(files, out) {
  await esbuild.build({
    entryPoints: files.map((file, index) => ({ in: file, out: `m${index}` })),
    outdir: out,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "es2022",
    define: { "process.env.NODE_ENV": '"production"' },
    jsx: "automatic",
    conditions: ["convex", "module"],
    mainFields: ["module", "main"],
    loader: { ".css": "empty", ".wasm": "empty", ".md": "text", ".txt": "text" },
    // CommonJS packages call `require` for Node's own modules.
    banner: { js: 'import { createRequire as _cr } from "node:module"; const require = _cr(import.meta.url);' },
    plugins: [standIns],
    nodePaths: [path.join(HERE, "node_modules")],
    logLevel: "silent",
  });
}

/** Bundles `files` below `out`; each comes back with a function that runs it and gives its exports. */
export async function bundle(files, out) {
  if (files.length === 0) return [];
  const modules = (folder, names) =>
    names.map((file, index) => ({ file, load: () => import(pathToFileURL(path.join(folder, `m${index}.mjs`))) }));
  try {
    await build(files, out);
    return modules(out, files);
  } catch {
    // One broken module fails the build of all: bundle each on its own, a few at a time, since each holds a copy of what it imports.
    const alone = new Array(files.length);
    const waiting = files.entries();
    const worker = async () => {
      for (const [index, file] of waiting) {
        const folder = path.join(out, String(index));
        try {
          await build([file], folder);
          alone[index] = modules(folder, [file])[0];
        } catch (error) {
          const text = error.errors?.map((problem) => problem.text).join("; ") ?? String(error);
          alone[index] = { file, load: () => Promise.reject(new Error(text)) };
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return alone;
  }
}
