// Values for validators, and what Convex's own validation (`validate` of convex-helpers) says of them.
//   node values.mjs make MODULE...   a line per value: [function, accepted, encoded JSON]
//   node values.mjs check MODULE...  reads lines [function, encoded JSON, encoded JSON], writes [accepted, same] of the second
// Runs where `convex` and `convex-helpers` are installed; the modules hold the validators.
import path from "node:path";
import readline from "node:readline";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { convexToJson, jsonToConvex, v } from "convex/values";
import { validate } from "convex-helpers/validators";

const [mode, ...files] = process.argv.slice(2);
const PER_VALIDATOR = 32;

let state = 0x2545f491;
function below(limit) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % limit;
}
const one = (of) => of[below(of.length)];

const STRINGS = ["", "a", "b-c", "B C", "1", "known", "größe", "\"\\\n", "text"];
// Not -0, which `v.literal(0)` takes: nothing can tell it from 0 there.
const NUMBERS = [0, 1, -1, 2, 2.5, 1e300, -5e-324, NaN, Infinity, -Infinity, 2 ** 53];
const INTEGERS = [0n, 1n, 2n, -1n, 9223372036854775807n, -9223372036854775808n];
const bytes = () => new Uint8Array(Array.from({ length: below(4) }, () => below(256))).buffer;

function scalar() {
  return [() => one(STRINGS), () => one(NUMBERS), () => one(INTEGERS), () => below(2) === 0, bytes, () => null][below(6)]();
}

/** Any value at all. */
function anything(depth) {
  const kind = below(depth > 0 ? 4 : 2);
  if (kind < 2) return scalar();
  const items = Array.from({ length: below(3) }, () => anything(depth - 1));
  return kind === 2 ? items : Object.fromEntries(items.map((item) => [one(["a", "b", "kind", "type"]), item]));
}

/** A value that the validator takes, `undefined` where it may be absent. */
function fitting(validator) {
  if (isOptional(validator) && below(2) === 0) return undefined;
  switch (validator.kind) {
    case "string": return one(STRINGS);
    case "float64": return one(NUMBERS);
    case "int64": return one(INTEGERS);
    case "boolean": return below(2) === 0;
    case "null": return null;
    case "bytes": return bytes();
    case "any": return anything(2);
    case "literal": return validator.value;
    case "id": return `${10000 + below(9)};${validator.tableName}`;
    case "array": return Array.from({ length: below(4) }, () => fitting(validator.element));
    case "record": return Object.fromEntries(Array.from({ length: below(4) }, () => [fitting(validator.key), fitting(validator.value)])
      .filter(([key]) => /^[\x20-\x7e]+$/.test(key) && !/^[$_]/.test(key)));
    case "union": return fitting(one(validator.members));
    case "object": {
      const fields = Object.entries(validator.fields).map(([name, field]) => [name, fitting(field)]);
      return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
    }
    default: throw new Error(`what is ${validator.kind}?`);
  }
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof ArrayBuffer);

/** The value with a small change somewhere, which may or may not fit. */
function changed(value) {
  if (Array.isArray(value) && value.length > 0 && below(3) > 0) {
    const at = below(value.length);
    return value.map((item, index) => (index === at ? changed(item) : item));
  }
  if (isObject(value) && below(6) > 0) {
    const names = Object.keys(value);
    if (names.length > 0 && below(2) === 0) return { ...value, [one(names)]: changed(value[one(names)]) };
    if (names.length > 0 && below(2) === 0) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== names[0]));
    return { ...value, [one(["a", "b", "kind", "type", "extra"])]: anything(1) };
  }
  return below(4) === 0 ? [value] : scalar();
}

const isOptional = (field) => field.isOptional === "optional";

/** What the validator takes, read once more: `validate` takes arrays and bytes for records, which the server does not. */
function takes(validator, value) {
  switch (validator.kind) {
    case "union": return validator.members.some((member) => takes(member, value));
    case "array": return Array.isArray(value) && value.every((item) => takes(validator.element, item));
    case "record": return isObject(value) && Object.entries(value).every(([key, item]) => takes(validator.key, key) && takes(validator.value, item));
    case "object": {
      if (!isObject(value) || !Object.keys(value).every((name) => name in validator.fields)) return false;
      return Object.entries(validator.fields).every(([name, field]) => (name in value ? takes(field, value[name]) : isOptional(field)));
    }
    default: return validate(validator, value);
  }
}

/** Whether Convex takes the value. Ids are strings to it as long as nobody looks them up. */
function accepts(validator, value) {
  const [theirs, strict] = [validate(validator, value), takes(validator, value)];
  if (theirs !== strict && !JSON.stringify(validator.json).includes('"record"')) throw new Error(`${json(value)}: ${theirs}, ${strict}`);
  return theirs && strict;
}

const json = (value) => JSON.stringify(convexToJson(value));
const validators = {};
for (const file of files) {
  const module = await import(pathToFileURL(path.resolve(file)).href);
  const name = path.basename(file, ".mjs");
  for (const [key, value] of Object.entries(module)) {
    if (value.isQuery) validators[`${name}:${key}`] = fromJson(JSON.parse(value.exportReturns()));
  }
}

/** The validator that a function exports. */
function fromJson({ type, value, tableName, keys, values }) {
  switch (type) {
    case "null": return v.null();
    case "number": return v.number();
    case "bigint": return v.int64();
    case "boolean": return v.boolean();
    case "string": return v.string();
    case "bytes": return v.bytes();
    case "any": return v.any();
    case "literal": return v.literal(jsonToConvex(value));
    case "id": return v.id(tableName);
    case "array": return v.array(fromJson(value));
    case "record": return v.record(fromJson(keys), fromJson(values.fieldType));
    case "union": return v.union(...value.map(fromJson));
    case "object": {
      const field = ({ fieldType, optional }) => (optional ? v.optional(fromJson(fieldType)) : fromJson(fieldType));
      return v.object(Object.fromEntries(Object.entries(value).map(([name, of]) => [name, field(of)])));
    }
    default: throw new Error(`what is ${type}?`);
  }
}

if (mode === "make") {
  for (const [name, validator] of Object.entries(validators)) {
    for (let count = 0; count < PER_VALIDATOR; count++) {
      const fits = fitting(validator);
      const value = count % 2 === 0 ? fits : changed(fits);
      console.log(JSON.stringify([name, accepts(validator, value), json(value)]));
    }
  }
} else {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [name, before, after] = JSON.parse(line);
    const [original, value] = [before, after].map((text) => jsonToConvex(JSON.parse(text)));
    console.log(JSON.stringify([accepts(validators[name], value), isDeepStrictEqual(original, value)]));
  }
}
