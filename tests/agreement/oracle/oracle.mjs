// What Convex's own library says of a project, in the JSON of `npx convex function-spec`, without a deployment:
// the modules that the CLI would push are bundled, run under Node, and asked for `exportArgs()`, `exportReturns()` and
// `schema.export()`, which is what a deployment does when code is pushed.
//
//     node oracle.mjs CONVEX_FOLDER > spec.json
//
// `errors` lists the modules that could not be bundled or run, and the functions whose validators Convex refuses.

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { bundle } from "./bundle.mjs";
import { entryPoints, schemaFile } from "./entry_points.mjs";
import { functionsOf } from "./functions.mjs";

const firstLine = (error) => String(error?.message ?? error).split("\n")[0];

async function describe(folder) {
  const spec = { functions: [], schema: null, errors: [] };
  const out = fs.mkdtempSync(path.join(os.tmpdir(), "oracle-"));
  try {
    const schema = schemaFile(folder);
    const files = [...entryPoints(folder), ...(schema ? [schema] : [])];
    for (const { file, load } of await bundle(files, out)) {
      const module = path.relative(folder, file).replace(/\.[^.]+$/, ".js").split(path.sep).join("/");
      try {
        const exports = await load();
        if (file === schema) {
          spec.schema = JSON.parse(exports.default.export());
        } else {
          functionsOf(module, exports, spec);
        }
      } catch (error) {
        spec.errors.push({ module, error: firstLine(error) });
      }
    }
  } finally {
    fs.rmSync(out, { recursive: true, force: true });
  }
  return spec;
}

const folder = process.argv[2];
if (!folder) {
  console.error("usage: node oracle.mjs CONVEX_FOLDER");
  process.exit(2);
}
// Some packages refuse to load anywhere but in a deployment.
globalThis.Convex = {};
// What modules print while they load is none of the answer, and neither is work of theirs that fails later.
process.on("unhandledRejection", () => {}).on("uncaughtException", () => {});
console.log = console.info = console.debug = console.warn = () => {};
const spec = await describe(fs.realpathSync(folder));
// Modules may have left timers behind: leave when the answer is written.
process.stdout.write(JSON.stringify(spec, null, 1) + "\n", () => process.exit(0));
