// Writes vectors.json: what Convex's own library makes of values, and which texts it refuses.
// Run where `convex` is installed: `node vectors.mjs > vectors.json`.
import { convexToJson, jsonToConvex } from "convex/values";

let state = 0x2545f491;
function random() {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return state >>> 0;
}

const bits = new DataView(new ArrayBuffer(8));
function double(high, low) {
  bits.setUint32(0, high);
  bits.setUint32(4, low);
  return bits.getFloat64(0);
}

/** A value in a form that says its kind: floats by their bits, integers as text. */
function describe(value) {
  if (value === null) return { null: 0 };
  if (typeof value === "bigint") return { int64: value.toString() };
  if (typeof value === "boolean") return { boolean: value };
  if (typeof value === "string") return { string: value };
  if (value instanceof ArrayBuffer) return { bytes: [...new Uint8Array(value)] };
  if (Array.isArray(value)) return { array: value.map(describe) };
  if (typeof value === "number") {
    bits.setFloat64(0, value);
    return { float64: bits.getBigUint64(0).toString(16).padStart(16, "0") };
  }
  return { object: Object.keys(value).sort().map((key) => [key, describe(value[key])]) };
}

const bytes = (...items) => new Uint8Array(items).buffer;
const values = [
  null, true, false,
  0n, 1n, -1n, 42n, 9007199254740993n, 9223372036854775807n, -9223372036854775808n,
  0, -0, 1, -1, 3, 0.5, 0.1, 1 / 3, NaN, Infinity, -Infinity, 1e21, 1e22, 1e-7, 5e-324, 2.2250738585072014e-308,
  1.7976931348623157e308, 9007199254740991, 9007199254740992, 9007199254740993, -9007199254740992, 123456789012345680000,
  7.2057594037927933e16, 2.2250738585072011e-308, 6.631236846766476e-316, 3.2378839133029012895883521854e-319,
  "", "text", "quote \" backslash \\ slash /", "line\nfeed\ttab\u0000null\u001f\u007f", "é 漢字 🦀 \u2028", "$integer",
  bytes(), bytes(0), bytes(255, 254), bytes(1, 2, 3, 4, 5, 6, 7, 8, 9),
  [], [[]], [null, [1n, 1, "1"]],
  {}, { a: 1n }, { "a b": { "": [{}] } }, { "~!@#%^&*()_+": 0.1, _id: "x" },
];
for (let index = 0; index < 400; index++) values.push(double(random(), random()));
for (let index = 0; index < 50; index++) values.push(BigInt.asIntN(64, (BigInt(random()) << 32n) | BigInt(random())));
for (let index = 0; index < 50; index++) values.push(bytes(...Array.from({ length: index }, () => random() & 255)));

const base64 = (...items) => Buffer.from(items).toString("base64");
const refused = [
  { $integer: base64(1, 2, 3) }, { $integer: base64(1, 2, 3, 4, 5, 6, 7, 8, 9) }, { $integer: 1 }, { $integer: "!" }, { $integer: null },
  { $float: base64(0, 0, 0, 0, 0, 0, 240, 63) }, { $float: base64(0, 0, 0, 0, 0, 0, 0, 0) }, { $float: base64(1) }, { $float: {} },
  { $bytes: 1 }, { $bytes: "AQ" }, { $bytes: "A" }, { $bytes: [1] }, { $commitTs: 1 },
  [[{ a: { $integer: "" } }]],
];
for (const text of refused) {
  let thrown = false;
  try {
    jsonToConvex(text);
  } catch {
    thrown = true;
  }
  if (!thrown) throw new Error(`accepted: ${JSON.stringify(text)}`);
}

console.log("{");
console.log('"values": [');
console.log(values.map((value) => JSON.stringify([describe(value), JSON.stringify(convexToJson(value))])).join(",\n"));
console.log('],\n"refused": [');
console.log(refused.map((text) => JSON.stringify(JSON.stringify(text))).join(",\n"));
console.log("]\n}");
