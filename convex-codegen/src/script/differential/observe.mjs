// Runs programs and prints what each evaluates to: a JSON line in, a JSON line out.
//
//     node --experimental-vm-modules observe.mjs < programs
//
// In: {"main": "export const result = ..", "./a": ".."}. Out: the value as a tree (see `describe`), or {"throws": name}.
import { createInterface } from "node:readline";
import { SourceTextModule } from "node:vm";

// A program that runs for longer throws.
const LONGEST = 200;

// The tree is made with what was there before any program ran.
const { getOwnPropertyDescriptor, getPrototypeOf, keys } = Object;
const { stringify } = JSON;

/** Text with all but printable ASCII escaped, so that lone surrogates survive. */
const text = (string) => {
  let out = "";
  for (let i = 0; i < string.length; i++) {
    const unit = string.charCodeAt(i);
    const plain = unit >= 0x20 && unit < 0x7f && unit !== 0x5c;
    out += plain ? string[i] : "\\u" + unit.toString(16).padStart(4, "0");
  }
  return out;
};

const number = (value) => (Object.is(value, -0) ? "-0" : String(value));

function describe(value, path, seen) {
  switch (typeof value) {
    case "undefined":
      return { undefined: true };
    case "boolean":
      return { boolean: value };
    case "number":
      return { number: number(value) };
    case "bigint":
      return { bigint: String(value) };
    case "string":
      return { string: text(value) };
    case "symbol":
      return { symbol: value.description === undefined ? "" : text(value.description) };
  }
  if (value === null) return { null: true };
  if (seen.has(value)) return { same: seen.get(value) };
  seen.set(value, path);
  const inner = (key, item) => describe(item, `${path}/${text(String(key))}`, seen);
  const properties = (except) =>
    keys(value)
      .filter((key) => !except(key))
      .map((key) => {
        const { get, value: item } = getOwnPropertyDescriptor(value, key);
        return [text(key), get ? { getter: true } : inner(key, item)];
      });
  const none = () => false;
  if (typeof value === "function") return { function: properties(none) };
  if (Array.isArray(value)) {
    const items = [];
    for (let i = 0; i < value.length; i++) items.push(i in value ? inner(i, value[i]) : { hole: true });
    return { array: items, more: properties((key) => String(key >>> 0) === key) };
  }
  if (value instanceof Map) return { map: [...value].map(([key, item], i) => [inner(`${i}k`, key), inner(`${i}v`, item)]) };
  if (value instanceof Set) return { set: [...value].map((item, i) => inner(i, item)) };
  if (value instanceof Date) return { date: number(value.getTime()) };
  if (value instanceof RegExp) return { regexp: text(value.source), flags: value.flags, last: value.lastIndex };
  if (value instanceof Error) return { error: value.name };
  return { object: properties(none), bare: getPrototypeOf(value) === null };
}

async function run(program) {
  const modules = new Map();
  const link = (specifier) => {
    if (!modules.has(specifier)) modules.set(specifier, new SourceTextModule(program[specifier], { identifier: specifier }));
    return modules.get(specifier);
  };
  try {
    const main = link("main");
    await main.link(link);
    await main.evaluate({ timeout: LONGEST });
    // What waits for promises runs first.
    await new Promise(setImmediate);
    return describe(main.namespace.result, "", new Map());
  } catch (error) {
    return { throws: error?.name ?? String(error) };
  }
}

// A program may leave a promise that is rejected after the program has ended.
process.on("unhandledRejection", () => {});
process.on("uncaughtException", () => {});

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(stringify(await run(JSON.parse(line))) + "\n");
}
