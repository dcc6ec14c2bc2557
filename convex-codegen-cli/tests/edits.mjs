// Random validators with one edit each, and what Convex's own validation says: are values of the old ones values of the new ones?
//   node edits.mjs COUNT FOLDER   writes old.json, new.json (function specifications) and truth.json into FOLDER
// Runs where `convex` and `convex-helpers` are installed.
import fs from "node:fs";
import path from "node:path";
import { v } from "convex/values";
import { validate } from "convex-helpers/validators";

const [count, folder] = process.argv.slice(2);
const SAMPLES = 400;

let state = 0x1a2b3c4d;
function below(limit) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % limit;
}
const one = (of) => of[below(of.length)];
const NAMES = ["a", "b", "c", "kind"];
const LITERALS = ["x", "y", "z", 1, 2, true, false];

const scalar = () => one([{ type: "string" }, { type: "number" }, { type: "boolean" }, { type: "null" }, { type: "bigint" }, literal(), literal()]);
const literal = () => ({ type: "literal", value: one(LITERALS) });
const field = (depth) => ({ fieldType: type(depth), optional: below(3) === 0 });

/** A validator in Convex's JSON. */
function type(depth) {
  if (depth === 0 || below(3) === 0) return scalar();
  switch (below(4)) {
    case 0: return { type: "array", value: type(depth - 1) };
    case 1: return { type: "record", keys: { type: "string" }, values: { fieldType: type(depth - 1), optional: false } };
    case 2: return { type: "union", value: [type(depth - 1), type(depth - 1), ...(below(2) ? [scalar()] : [])] };
    default: return object(depth);
  }
}
function object(depth) {
  const names = NAMES.filter(() => below(2) === 0);
  return { type: "object", value: Object.fromEntries(names.map((name) => [name, field(depth - 1)])) };
}

/** The same with one thing changed, somewhere. */
function edited(ty) {
  const copy = structuredClone(ty);
  const places = [];
  const walk = (at, set) => {
    places.push(() => set(type(1)));
    if (at.type === "array") walk(at.value, (to) => (at.value = to));
    if (at.type === "record") walk(at.values.fieldType, (to) => (at.values.fieldType = to));
    if (at.type === "union") {
      at.value.forEach((member, index) => walk(member, (to) => (at.value[index] = to)));
      places.push(() => at.value.push(scalar()));
      if (at.value.length > 1) places.push(() => at.value.splice(below(at.value.length), 1));
    }
    if (at.type === "object") {
      for (const name of Object.keys(at.value)) {
        walk(at.value[name].fieldType, (to) => (at.value[name].fieldType = to));
        places.push(() => (at.value[name].optional = !at.value[name].optional));
        places.push(() => delete at.value[name]);
      }
      const free = NAMES.filter((name) => !(name in at.value));
      if (free.length > 0) places.push(() => (at.value[one(free)] = field(1)));
    }
    if (at.type !== "union") places.push(() => set({ type: "union", value: [structuredClone(at), scalar()] }));
  };
  for (const name of Object.keys(copy.value)) walk(copy.value[name].fieldType, (to) => (copy.value[name].fieldType = to));
  for (const name of Object.keys(copy.value)) {
    places.push(() => (copy.value[name].optional = !copy.value[name].optional));
    places.push(() => delete copy.value[name]);
  }
  const free = NAMES.filter((name) => !(name in copy.value));
  if (free.length > 0) places.push(() => (copy.value[one(free)] = field(1)));
  one(places)();
  return copy;
}

function validator(ty) {
  switch (ty.type) {
    case "string": return v.string();
    case "number": return v.number();
    case "boolean": return v.boolean();
    case "null": return v.null();
    case "bigint": return v.int64();
    case "literal": return v.literal(ty.value);
    case "array": return v.array(validator(ty.value));
    case "record": return v.record(v.string(), validator(ty.values.fieldType));
    case "union": return v.union(...ty.value.map(validator));
    default: {
      const fields = Object.entries(ty.value).map(([name, { fieldType, optional }]) => [name, optional ? v.optional(validator(fieldType)) : validator(fieldType)]);
      return v.object(Object.fromEntries(fields));
    }
  }
}

/** A value of a validator. */
function value(ty) {
  switch (ty.type) {
    case "string": return one(["x", "y", "z", "other"]);
    case "number": return one([1, 2, 3.5]);
    case "boolean": return below(2) === 0;
    case "null": return null;
    case "bigint": return 7n;
    case "literal": return ty.value;
    case "array": return Array.from({ length: 1 + below(3) }, () => value(ty.value)).slice(below(4) === 0 ? 3 : 0);
    case "record": return Object.fromEntries([...NAMES, "other"].filter(() => below(2)).map((name) => [name, value(ty.values.fieldType)]));
    case "union": return value(one(ty.value));
    default: {
      const present = Object.entries(ty.value).filter(([, { optional }]) => !optional || below(2));
      return Object.fromEntries(present.map(([name, { fieldType }]) => [name, value(fieldType)]));
    }
  }
}

/** Whether a type has a part of this kind. */
function has(ty, kind) {
  if (ty.type === kind) return true;
  switch (ty.type) {
    case "array": return has(ty.value, kind);
    case "record": return has(ty.values.fieldType, kind);
    case "union": return ty.value.some((member) => has(member, kind));
    case "object": return Object.values(ty.value).some(({ fieldType }) => has(fieldType, kind));
    default: return false;
  }
}

/** Whether all values of one are values of the other, as far as samples tell; null where the validation is not Convex's. */
function fits(subset, superset, allowUnknownFields) {
  // The validation of convex-helpers takes an array for a record, and Convex does not.
  const both = { type: "union", value: [subset, superset] };
  if (has(both, "record") && has(both, "array")) return null;
  const against = validator(superset);
  for (let sample = 0; sample < SAMPLES; sample++) {
    if (!validate(against, value(subset), { allowUnknownFields })) return false;
  }
  return true;
}

const specs = { old: [], new: [] };
const truth = {};
for (let index = 0; index < Number(count); index++) {
  const args = object(3);
  const returns = { type: "object", value: { a: field(2), ...object(3).value } };
  const [newArgs, newReturns] = [edited(args), edited(returns)];
  const identifier = `m.js:f${index}`;
  const common = { identifier, functionType: "Query", visibility: { kind: "public" } };
  specs.old.push({ ...common, args, returns });
  specs.new.push({ ...common, args: newArgs, returns: newReturns });
  truth[`m:f${index}.args`] = fits(args, newArgs, false);
  truth[`m:f${index}.returns`] = fits(newReturns, returns, true);
}
for (const [name, functions] of Object.entries(specs)) fs.writeFileSync(path.join(folder, `${name}.json`), JSON.stringify({ functions }));
fs.writeFileSync(path.join(folder, "truth.json"), JSON.stringify(truth));
