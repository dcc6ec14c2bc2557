// Which files of a functions folder the Convex CLI pushes. The rules are those of its bundler's `entryPoints`.

import fs from "node:fs";
import path from "node:path";

const EXTENSIONS = [".js", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".jsx"];
const COMPONENT = "convex.config.ts";

function* filesBelow(folder) {
  const entries = fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      // A folder with its own configuration is a component, which is pushed on its own.
      if (!fs.existsSync(path.join(file, COMPONENT))) yield* filesBelow(file);
    } else if (entry.isFile()) {
      yield file;
    }
  }
}

function isEntryPoint(folder, file) {
  const relative = path.relative(folder, file);
  const base = path.basename(file);
  if (!EXTENSIONS.some((extension) => relative.endsWith(extension))) return false;
  if (relative.startsWith("_generated" + path.sep)) return false;
  if (base.startsWith(".") || base.startsWith("#")) return false;
  if (base === "schema.ts" || base === "schema.js") return false;
  if (base.split(".").length > 2 || relative.includes(" ")) return false;
  // TypeScript without imports and exports is a script, not a module.
  return !/\.tsx?$/.test(file) || /^\s{0,100}(import|export)/m.test(fs.readFileSync(file, "utf8"));
}

/** The modules with functions below `folder`. */
export function entryPoints(folder) {
  return [...filesBelow(folder)].filter((file) => isEntryPoint(folder, file));
}

/** The schema of `folder`, when it has one. */
export function schemaFile(folder) {
  return ["schema.ts", "schema.js"].map((name) => path.join(folder, name)).find((file) => fs.existsSync(file));
}
