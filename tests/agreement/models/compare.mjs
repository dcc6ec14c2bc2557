// Compares the models of packages with the packages themselves, version by version, and writes into each model the versions for
// which it holds: `// Compared with zod 3.23.0 to 4.1.0.`
//
//     node compare.mjs CONVEX_CODEGEN WORK [PACKAGE[@VERSION]...]
//
// CONVEX_CODEGEN is the built command, WORK a folder with the installed corpus (`tests/agreement/corpus`) and oracle. A file of this
// folder holds what is compared of one package, in sections that are modules of their own: a version that lacks what a section
// uses is not judged by it. All validators that a model exports are compared besides. With `@VERSION` one version is compared, and
// nothing is written.

import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const MODELS = path.join(HERE, "../../../convex-codegen/src/packages");
const PRELUDE = `import { action, internalAction, internalMutation, internalQuery, mutation, query } from "./_generated/server";
import { components, internal } from "./_generated/api";
import { v } from "convex/values";
`;
const STATED = /^\/\/ Compared with (\S+) (\d\S*?)(?: to (\d\S*))?\.$/gm;
// Versions that are tried one by one before steps grow.
const STEPS = 3;

const order = (a, b) => {
  const [x, y] = [a, b].map((version) => version.split(".").map(Number));
  return x[0] - y[0] || x[1] - y[1] || x[2] - y[2];
};

/** The models by file, with the versions that each states. */
function models() {
  const files = fs.readdirSync(MODELS, { recursive: true }).filter((file) => file.endsWith(".js"));
  return files.map((file) => {
    const text = fs.readFileSync(path.join(MODELS, file), "utf8");
    const stated = [...text.matchAll(STATED)].map(([, name, first, last]) => ({ name, first, last: last ?? first }));
    return { file, text, stated };
  });
}

/** The modules that models stand for, with the files of these. */
function specifiers() {
  const table = fs.readFileSync(path.join(MODELS, "models.rs"), "utf8").split("models! {")[1].split("\n}")[0];
  const entries = [...table.matchAll(/((?:"[^"]+"\s*\|?\s*)+)=> ((?:"[^"]+"(?:,\s*)?)+);/g)];
  const texts = (list) => [...list.matchAll(/"([^"]+)"/g)].map(([, text]) => text);
  return entries.flatMap(([, names, files]) => texts(names).map((specifier) => ({ specifier, files: texts(files) })));
}

const packageOf = (specifier) => specifier.split("#")[0].split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/");

/** The modules that compare `name`: the sections of its file, and one for the validators of each model. */
function sections(name) {
  const file = path.join(HERE, `${name.replace("@", "").replaceAll("/", "-")}.ts`);
  const parts = fs.readFileSync(file, "utf8").split(/^\/\/ --- (.*)$/m).slice(1);
  const modules = {};
  for (let at = 0; at < parts.length; at += 2) modules[parts[at].trim().replaceAll("-", "_")] = parts[at + 1];
  for (const { specifier, files } of specifiers()) {
    if (packageOf(specifier) !== name || specifier.includes("#")) continue;
    const text = fs.readFileSync(path.join(MODELS, files[0]), "utf8");
    const names = new Set([...text.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, export_]) => export_));
    const one = (export_) =>
      `export const f_${export_} = query({ args: { a: m.${export_}?.isConvexValidator ? m.${export_} : v.any() }, handler: () => 1 });`;
    if (names.size > 0) {
      const body = [...names].map(one).join("\n");
      modules[`validators_${specifier.replace(/\W/g, "_")}`] = `import * as m from "${specifier}";\n${body}\n`;
    }
  }
  return modules;
}

function write(folder, modules) {
  fs.mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(modules)) {
    const schema = name === "schema";
    const head = schema ? 'import { v } from "convex/values";\n' : PRELUDE;
    fs.writeFileSync(path.join(folder, `${name}.ts`), head + text);
  }
}

const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** `value` with the keys of its objects sorted: fields in another order are the same type, though not the same file. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

/** What `ours` has wrong of `truth`, and how much was compared. */
function judge(ours, truth) {
  const wrong = [];
  const order = [];
  let compared = 0;
  const find = (list, key, value) => list?.find((item) => item[key] === value);
  const sides = (name, our, their, keys) => {
    if (!our) return wrong.push(`${name} is missing`);
    for (const key of keys) {
      const opaque = (our.opaque ?? []).some((at) => at.startsWith(key) || /index/i.test(at + key));
      const declared = key !== "returns" || our.returnsFrom === "validator";
      const mine = declared ? our[key] : null;
      if (opaque || same(mine, their[key])) continue;
      (same(sorted(mine), sorted(their[key])) ? order : wrong).push(`${name} ${key}`);
    }
  };
  for (const theirs of truth.functions) {
    // An export that this version lacks, or that is no validator.
    if (/^validators_/.test(theirs.identifier) && JSON.stringify(theirs.args).includes('"a":{"fieldType":{"type":"any"}')) continue;
    compared += 1;
    sides(theirs.identifier, find(ours.functions, "identifier", theirs.identifier), theirs, ["functionType", "visibility", "args", "returns"]);
  }
  const failed = truth.errors.map((error) => error.function ?? error.module);
  for (const our of ours.functions) {
    const [module] = our.identifier.split(":");
    const known = find(truth.functions, "identifier", our.identifier) || failed.includes(module) || failed.includes(our.identifier);
    // What a version does not return from a factory is not a function there; a module without any stands for one that is absent.
    const judged = truth.functions.some((function_) => function_.identifier.startsWith(`${module}:`));
    if (!known && judged && !/^validators_/.test(our.identifier)) wrong.push(`${our.identifier} does not exist`);
  }
  for (const table of truth.schema?.tables ?? []) {
    compared += 1;
    sides(`table ${table.tableName}`, find(ours.schema?.tables, "tableName", table.tableName), table, ["documentType", "indexes", "searchIndexes", "vectorIndexes"]);
  }
  return { wrong, order, compared, failed };
}

/** Installs `name` at `version` and compares it with the model that is used where the project asks for `asked`. */
function compare(work, name, version, asked) {
  const folder = path.join(work, "models", `${name.replace("@", "").replaceAll("/", "-")}-${version}`);
  // Nothing is installed around the model.
  const alone = fs.mkdtempSync(path.join(os.tmpdir(), "model-"));
  const modules = sections(name);
  fs.rmSync(folder, { recursive: true, force: true });
  write(path.join(folder, "real/convex"), modules);
  write(path.join(alone, "convex"), modules);
  fs.writeFileSync(path.join(folder, "real/package.json"), "{}");
  const install = ["install", `${name}@${version}`, "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund", "--prefer-offline"];
  const installed = spawnSync("npm", install, { cwd: path.join(folder, "real"), stdio: "ignore" });
  if (installed.status !== 0) return { order: [], wrong: ["it cannot be installed"], compared: 0, failed: [] };
  const lock = JSON.parse(fs.readFileSync(path.join(folder, "real/package-lock.json"), "utf8"));
  // Peers are those of the corpus.
  const corpus = JSON.parse(fs.readFileSync(path.join(work, "package.json"), "utf8")).dependencies;
  for (const [peer, version] of Object.entries(corpus)) lock.packages[`node_modules/${peer}`] ??= { version };
  lock.packages[`node_modules/${name}`] = { version: asked };
  fs.writeFileSync(path.join(alone, "package-lock.json"), JSON.stringify(lock));
  const run = (command, args) => JSON.parse(execFileSync(command, args, { maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] }));
  try {
    const truth = run("node", [path.join(work, "oracle/oracle.mjs"), path.join(folder, "real/convex")]);
    return judge(run(codegen, ["spec", alone]), truth);
  } catch (error) {
    return { order: [], wrong: [error.message.split("\n")[0]], compared: 0, failed: [] };
  } finally {
    for (const done of [folder, alone]) fs.rmSync(done, { recursive: true, force: true });
  }
}

/** The version to ask for, so that the right model of several is used. */
function asked(version, stated) {
  const inside = stated.some(({ first, last }) => order(first, version) <= 0 && order(version, last) <= 0);
  if (inside) return version;
  const ends = stated.flatMap(({ first, last }) => [first, last]).sort(order);
  return order(version, ends[0]) < 0 ? ends[0] : (ends.filter((end) => order(end, version) < 0).at(-1) ?? ends.at(-1));
}

function judgeAll(work, name, only) {
  const stated = models().flatMap((model) => model.stated).filter((one) => one.name === name);
  const listed = JSON.parse(execFileSync("npm", ["view", name, "versions", "--json"], { encoding: "utf8" }));
  const versions = [listed].flat().filter((version) => /^\d+\.\d+\.\d+$/.test(version)).sort(order);
  const verdicts = new Map();
  const ask = (at) => {
    const version = versions[at];
    if (!verdicts.has(version)) {
      const { wrong, order, compared, failed } = compare(work, name, version, asked(version, stated));
      verdicts.set(version, wrong.length === 0 && compared > 0);
      console.log(`${name} ${version}: ${compared} compared, ${failed.length} not judged, ${wrong.length} wrong, ${order.length} in another order ${[...wrong, ...order].slice(0, 4).join("; ")}`);
    }
    return verdicts.get(version);
  };
  if (only) {
    const at = versions.indexOf(only);
    if (at < 0) throw new Error(`${name} has no version ${only}`);
    return ask(at);
  }
  const newest = versions.length - 1;
  // Versions may differ where several models share them, or where one asks which it is.
  const several =
    models().filter((model) => model.stated.some((one) => one.name === name)).length > 1 ||
    models().some((model) => model.text.includes(`since("${name}", `));
  // From the newest back, in steps that grow where there are many, until one is wrong; all of them where several models share them.
  let exact = -1;
  for (let back = 0; back <= newest; back = several || back < STEPS ? back + 1 : Math.min(back * 2, Math.max(newest, back + 1))) {
    if (exact < 0 && back > 3 * STEPS) break;
    if (ask(newest - back)) exact = newest - back;
    else if (exact >= 0 && !several) {
      // The border between an exact version and a wrong one is found by halving.
      let [wrong, good] = [newest - back, exact];
      while (good - wrong > 1) {
        const middle = (wrong + good) >> 1;
        if (ask(middle)) good = middle;
        else wrong = middle;
      }
      break;
    }
  }
  return { versions, verdicts, stated };
}

/** Writes the versions of `name` for which each of its models holds: the newest run of exact ones within what it is used for. */
function state(name, { versions, verdicts, stated }) {
  for (const { file, text, stated: own } of models()) {
    const range = own.find((one) => one.name === name);
    if (!range) continue;
    const lasts = stated.map((one) => one.last).sort(order);
    const newest = range.last === lasts.at(-1);
    const within = versions.filter((version) => (newest || order(version, range.last) <= 0) && order(range.first, version) <= 0);
    const good = [];
    let open = true;
    for (const version of within.toReversed()) {
      const verdict = verdicts.get(version);
      if (verdict === false && good.length > 0) open = false;
      if (open && verdict !== false && (verdict || good.length > 0)) good.push(version);
    }
    while (good.length > 0 && !verdicts.get(good.at(-1))) good.pop();
    const line = good.length === 0 ? null : good.length === 1 ? good[0] : `${good.at(-1)} to ${good[0]}`;
    console.log(`== ${file}: ${name} ${line ?? "no version is exact"}`);
    if (line === null) continue;
    const replaced = text.replace(STATED, (whole, named) => (named === name ? `// Compared with ${name} ${line}.` : whole));
    fs.writeFileSync(path.join(MODELS, file), replaced);
  }
}

const [codegen, work, ...names] = process.argv.slice(2);
if (!work) {
  console.error("usage: node compare.mjs CONVEX_CODEGEN WORK [PACKAGE[@VERSION]...]");
  process.exit(2);
}
const all = new Set(models().flatMap((model) => model.stated.map((one) => one.name)));
for (const asked of names.length > 0 ? names : [...all].sort()) {
  const [, name, only] = /^(@?[^@]+)(?:@(.+))?$/.exec(asked);
  const verdicts = judgeAll(path.resolve(work), name, only);
  if (!only) state(name, verdicts);
}
