// What the TypeScript compiler API says of a backend's functions, compared with what the generator says.
//
//   node oracle.mjs FUNCTIONS_FOLDER TYPES_FILE SPEC_JSON
//
// TYPES_FILE is a `convex-types.d.ts`, SPEC_JSON the output of `convex-codegen spec`. Prints a JSON object: how many
// sides of signatures are `exact`, `open` (the compiler itself says `any`), and lines about those that are `partial`
// (the generator knows less) or `wrong` (it says something else); of the functions that declare no `returns` (`asked`)
// how many the compiler types to the last field (`concrete`), and of those how many the generator does (`typed`).
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";

const [folder, typesFile, specFile] = process.argv.slice(2).map((argument) => path.resolve(argument));
const spec = JSON.parse(fs.readFileSync(specFile, "utf8"));
const functions = spec.functions
  .filter((fn) => fn.identifier)
  .map((fn) => {
    const [file, name] = fn.identifier.split(":");
    return { module: file.replace(/\.js$/, ""), name: name ?? "default", spec: fn };
  });

// A backend without `_generated` gets what `npx convex dev` would write.
const generated = path.join(folder, "_generated");
if (!fs.existsSync(generated)) {
  const modules = [...new Set(functions.map((fn) => fn.module))];
  const schema = ["schema.ts", "schema.js"].some((name) => fs.existsSync(path.join(folder, name)));
  fs.mkdirSync(generated);
  fs.writeFileSync(
    path.join(generated, "api.d.ts"),
    `import type { ApiFromModules, FilterApi, FunctionReference } from "convex/server";
${modules.map((module, index) => `import type * as m${index} from "../${module}.js";`).join("\n")}
declare const fullApi: ApiFromModules<{ ${modules.map((module, index) => `"${module}": typeof m${index};`).join(" ")} }>;
export declare const api: FilterApi<typeof fullApi, FunctionReference<any, "public">>;
export declare const internal: FilterApi<typeof fullApi, FunctionReference<any, "internal">>;
export declare const components: any;
`,
  );
  fs.writeFileSync(
    path.join(generated, "dataModel.d.ts"),
    schema
      ? `import type { DataModelFromSchemaDefinition, DocumentByName, TableNamesInDataModel, SystemTableNames } from "convex/server";
import type { GenericId } from "convex/values";
import schema from "../schema.js";
export type TableNames = TableNamesInDataModel<DataModel>;
export type Doc<TableName extends TableNames> = DocumentByName<DataModel, TableName>;
export type Id<TableName extends TableNames | SystemTableNames> = GenericId<TableName>;
export type DataModel = DataModelFromSchemaDefinition<typeof schema>;
`
      : `import type { AnyDataModel } from "convex/server";
import type { GenericId } from "convex/values";
export type TableNames = string;
export type Doc = any;
export type Id<TableName extends TableNames = TableNames> = GenericId<TableName>;
export type DataModel = AnyDataModel;
`,
  );
  const builder = (name, kind, visibility) => `export declare const ${name}: ${kind}Builder<DataModel, "${visibility}">;\n`;
  fs.writeFileSync(
    path.join(generated, "server.d.ts"),
    `import type { ActionBuilder, HttpActionBuilder, MutationBuilder, QueryBuilder, GenericActionCtx, GenericMutationCtx, GenericQueryCtx, GenericDatabaseReader, GenericDatabaseWriter } from "convex/server";
import type { DataModel } from "./dataModel.js";
${["Query", "Mutation", "Action"].map((kind) => builder(kind.toLowerCase(), kind, "public") + builder(`internal${kind}`, kind, "internal")).join("")}
export declare const httpAction: HttpActionBuilder;
export type QueryCtx = GenericQueryCtx<DataModel>;
export type MutationCtx = GenericMutationCtx<DataModel>;
export type ActionCtx = GenericActionCtx<DataModel>;
export type DatabaseReader = GenericDatabaseReader<DataModel>;
export type DatabaseWriter = GenericDatabaseWriter<DataModel>;
`,
  );
}

const configPath = ts.findConfigFile(folder, ts.sys.fileExists);
const own = configPath === path.join(folder, "tsconfig.json");
const config = configPath && ts.getParsedCommandLineOfConfigFile(configPath, {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic() {} });
// What `npx convex dev` writes, for a folder without a configuration of its own.
const base = {
  strict: true, allowJs: true, target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler, jsx: ts.JsxEmit.ReactJSX,
  lib: ["lib.es2021.d.ts", "lib.dom.d.ts"], allowSyntheticDefaultImports: true,
};
const options = {
  ...(own ? {} : base), ...config?.options,
  strictNullChecks: true, skipLibCheck: true, noEmit: true,
};
const extensions = [".ts", ".tsx", ".js", ".jsx", ".mts", ".mjs"];
const fileOf = (module) =>
  extensions.map((extension) => path.join(folder, module + extension)).find((file) => fs.existsSync(file));
const modules = [...new Set(functions.map((fn) => fn.module))].map(fileOf).filter(Boolean);
const program = ts.createProgram([...modules, typesFile], options);
const checker = program.getTypeChecker();
const file = program.getSourceFile(typesFile);

// A type as a graph of `{ kind, .. }`: `atom`, `literal`, `bigint`, `id`, `array`, `object`, `record`, `union`. What is
// recursive leads back to a node above.
const atom = (name) => ({ kind: "atom", name });
const isAtom = (node, ...names) => node.kind === "atom" && names.includes(node.name);
const membersOf = (node) => (node.kind === "union" ? node.members : [node]);

/**
 * The graph of `type`. TypeScript's own types lead back by identity (`seen`); those of the file that is checked say with
 * `Up` how many levels of `stack` they lead back.
 */
function structure(type, seen = new Map(), stack = []) {
  if (!seen && isForeign(type)) [seen, stack] = [foreign, []];
  const flags = type.flags;
  const inFile = type.symbol?.declarations?.[0]?.getSourceFile() === file;
  if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return atom("any");
  if (inFile && type.symbol.name === "Up") return stack[stack.length - 1 - checker.getTypeArguments(type)[0].value] ?? atom("astray");
  if (inFile && type.symbol.name === "Unsupported") return atom("unsupported");
  if (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) return atom("undefined");
  if (flags & ts.TypeFlags.Null) return atom("null");
  if (flags & ts.TypeFlags.Never) return atom("never");
  if (flags & ts.TypeFlags.BooleanLiteral) return { kind: "literal", value: type.intrinsicName === "true" };
  if (flags & ts.TypeFlags.Boolean) return atom("boolean");
  if (type.isStringLiteral() || type.isNumberLiteral()) return { kind: "literal", value: type.value };
  if (flags & ts.TypeFlags.BigIntLiteral) return { kind: "bigint", value: `${type.value.negative ? "-" : ""}${type.value.base10Value}` };
  if (flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral | ts.TypeFlags.StringMapping)) return atom("string");
  if (flags & ts.TypeFlags.Number) return atom("number");
  if (flags & ts.TypeFlags.BigInt) return atom("bigint");
  if (flags & ts.TypeFlags.ESSymbolLike) return atom("unsupported");
  if (type.isUnion()) return union(type.types.map((member) => structure(member, seen, stack)));
  if (type.isIntersection()) {
    const primitive = type.types.find((member) => member.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike));
    if (primitive) {
      const table = checker.getPropertyOfType(type, "__tableName");
      const name = table && checker.getTypeOfSymbol(table);
      if (name?.flags & ts.TypeFlags.Any) return atom("string");
      if (name?.isStringLiteral()) return { kind: "id", table: name.value };
      if (name?.isUnion()) return union(name.types.map((member) => ({ kind: "id", table: member.value })));
      return structure(primitive, seen, stack);
    }
  }
  const name = type.symbol?.name;
  const library = type.symbol?.declarations?.every((declaration) => program.isSourceFileDefaultLibrary(declaration.getSourceFile()));
  if (library && name === "ArrayBuffer") return atom("bytes");
  if (type.getCallSignatures().length > 0) return atom("function");
  if (type.getConstructSignatures().length > 0) return atom("unsupported");
  if (library && UNSUPPORTED.test(name)) return atom("unsupported");
  if (flags & ts.TypeFlags.NonPrimitive) return atom("any");
  if (seen?.has(type)) return seen.get(type);
  if (stack.length > 24) return atom("deep");
  const node = {};
  seen?.set(type, node);
  return Object.assign(node, compound(type, seen, [...stack, node]));
}

/** What the checked file only names: `Doc` and `Value`, which is recursive by identity. */
const foreign = new Map();
function isForeign(type) {
  const declaration = (type.aliasSymbol ?? type.symbol)?.declarations?.[0]?.getSourceFile();
  return declaration !== undefined && declaration !== file && !program.isSourceFileDefaultLibrary(declaration);
}

const UNSUPPORTED = /^(Date|Map|Set|RegExp|Promise|ReadonlyMap|ReadonlySet|DataView|(Big)?(Int|Uint|Float)\d+(Clamped)?Array)$/;

function compound(type, seen, stack) {
  if (checker.isTupleType(type)) {
    return { kind: "array", of: present(union(checker.getTypeArguments(type).map((member) => structure(member, seen, stack)))) };
  }
  if (checker.isArrayType(type)) return { kind: "array", of: present(structure(checker.getTypeArguments(type)[0], seen, stack)) };
  const fields = {};
  for (const property of checker.getPropertiesOfType(type)) {
    if (property.escapedName.startsWith("__@")) continue;
    const declared = structure(checker.getTypeOfSymbol(property), seen, stack);
    const optional = Boolean(property.flags & ts.SymbolFlags.Optional);
    // No value of Convex holds a function: this object is none, or the field is absent.
    if (isAtom(declared, "function") && !optional) return atom("unsupported");
    field(fields, property.name, declared, optional);
  }
  const indexes = checker.getIndexInfosOfType(type);
  if (indexes.length === 0) return { kind: "object", fields };
  const named = Object.values(fields).flatMap((field) => [field.type, ...(field.optional ? [atom("undefined")] : [])]);
  const values = union([...indexes.map((index) => structure(index.type, seen, stack)), ...named]);
  if (isAtom(values, "never")) return { kind: "object", fields: {} };
  const keys = indexes.map((index) => structure(index.keyType, seen, stack));
  return { kind: "record", keys: keys.length === 1 && keys[0].kind === "id" ? keys[0] : atom("string"), values };
}

function field(fields, name, declared, optional) {
  const members = membersOf(declared).filter((member) => !isAtom(member, "undefined") && !(optional && isAtom(member, "function")));
  const absent = optional || membersOf(declared).some((member) => isAtom(member, "undefined"));
  const type = union(members);
  if (isAtom(type, "never") && absent) return;
  fields[name] = { type, optional: absent };
}

function union(members) {
  const flat = new Map();
  for (const member of members.flatMap(membersOf)) flat.set(simple(member) ? JSON.stringify(member) : member, member);
  const key = (name) => JSON.stringify(atom(name));
  const literal = (value) => JSON.stringify({ kind: "literal", value });
  flat.delete(key("never"));
  if (flat.has(key("any"))) return atom("any");
  if (flat.has(literal(true)) && flat.has(literal(false))) flat.set(key("boolean"), atom("boolean"));
  for (const [own, member] of flat) {
    const wide = member.kind === "literal" ? typeof member.value : member.kind;
    if (["literal", "bigint"].includes(member.kind) && flat.has(key(wide))) flat.delete(own);
  }
  const kept = [...flat.values()];
  return kept.length === 0 ? atom("never") : kept.length === 1 ? kept[0] : { kind: "union", members: kept };
}

const simple = (node) => ["atom", "literal", "bigint", "id"].includes(node.kind);

/** An array's element: Convex has no `undefined` there. */
const present = (type) => union(membersOf(type).filter((member) => !isAtom(member, "undefined")));

/** A validator in the JSON of `function-spec`, in the same form. */
function validator(json) {
  switch (json.type) {
    case "id": return { kind: "id", table: json.tableName };
    case "literal": return literal(json.value);
    case "array": return { kind: "array", of: validator(json.value) };
    case "union": return union(json.value.map(validator));
    case "record": {
      const values = validator(json.values.fieldType);
      const keys = validator(json.keys);
      return {
        kind: "record", keys: keys.kind === "id" ? keys : atom("string"),
        values: json.values.optional ? union([values, atom("undefined")]) : values,
      };
    }
    case "object": {
      const fields = {};
      for (const [name, value] of Object.entries(json.value)) field(fields, name, validator(value.fieldType), value.optional);
      return { kind: "object", fields };
    }
    case "any": case "null": case "boolean": case "number": case "bigint": case "string": case "bytes": return atom(json.type);
    default: throw new Error(`unknown validator ${JSON.stringify(json)}`);
  }
}

function literal(value) {
  if (value !== null && typeof value === "object") {
    if ("$integer" in value) return { kind: "bigint", value: Buffer.from(value.$integer, "base64").readBigInt64LE().toString() };
    return { kind: "literal", value: Buffer.from(value.$float, "base64").readDoubleLE() };
  }
  return { kind: "literal", value };
}

/**
 * "exact", "partial" when `ours` is less but not different, or where they differ. Two nodes that are compared already
 * (`above`) are the same unless something else differs: so recursion is compared, however far each side is unrolled.
 */
function compare(truth, ours, at = "", above = undefined) {
  for (let pair = above; pair; pair = pair.above) if (pair.truth === truth && pair.ours === ours) return "exact";
  const known = same.get(truth)?.get(ours);
  if (known) return known;
  const start = trail.length;
  const result = differences(truth, ours, at, above);
  if (simple(truth) || simple(ours)) return result;
  // What was the same only as long as this was assumed to be.
  if (result !== "exact") for (const [left, right] of trail.splice(start)) same.get(left).delete(right);
  if (!same.has(truth)) same.set(truth, new Map());
  if (result === "exact") trail.push([truth, ours]);
  same.get(truth).set(ours, result);
  return result;
}

const same = new Map();
const trail = [];

function differences(truth, ours, at, above) {
  if (isAtom(truth, "any", "deep", "unsupported", "function", "never")) return "exact";
  if (isAtom(ours, "any", "unsupported")) return "partial";
  const inside = { truth, ours, above };
  if (truth.kind === "union" || ours.kind === "union") return compareUnions(truth, ours, at, inside);
  if (truth.kind !== ours.kind) return differ(truth, ours, at);
  switch (truth.kind) {
    case "array": return compare(truth.of, ours.of, `${at}[]`, inside);
    case "record":
      return worst([compare(truth.keys, ours.keys, `${at} keys`, inside), compare(truth.values, ours.values, `${at}{}`, inside)]);
    case "object": {
      const names = [...new Set([...Object.keys(truth.fields), ...Object.keys(ours.fields)])];
      return worst(names.map((name) => {
        const [left, right] = [truth.fields[name], ours.fields[name]];
        if (!left || !right || left.optional !== right.optional) {
          return `${at}.${name}: TypeScript ${presence(left)}, ours ${presence(right)}`;
        }
        return compare(left.type, right.type, `${at}.${name}`, inside);
      }));
    }
    default: return JSON.stringify(truth) === JSON.stringify(ours) ? "exact" : differ(truth, ours, at);
  }
}

function compareUnions(truth, ours, at, inside) {
  const [left, right] = [membersOf(truth), membersOf(ours)];
  const equal = (member, other) => compare(member, other, at, inside) === "exact";
  // A member of which TypeScript itself knows nothing equals anything of ours; it must not hide what is missing.
  const vague = (member) => isAtom(member, "any", "deep", "unsupported", "function", "never");
  const missing = left.filter((member) => !vague(member) && !right.some((other) => equal(member, other)));
  const extra = right.filter((other) => !left.some((member) => equal(member, other)));
  if (missing.length === 0 && extra.length === 0) return "exact";
  if (missing.length === 1 && extra.length === 1) return compare(missing[0], extra[0], `${at}|`, inside);
  if (extra.length > 0 && extra.every((member) => isAtom(member, "any", "unsupported"))) return "partial";
  const less = (member, other) => compare(member, other, at, inside) === "partial";
  const paired = missing.every((member) => extra.some((other) => less(member, other))) && extra.every((other) => left.some((member) => less(member, other)));
  return paired ? "partial" : differ(truth, ours, at);
}

const presence = (field) => (field ? `${field.optional ? "optional " : ""}${shown(field.type)}` : "absent");

function shown(node, depth = 3) {
  if (depth === 0) return "…";
  const inner = (child) => shown(child, depth - 1);
  switch (node.kind) {
    case "atom": return node.name;
    case "literal": return JSON.stringify(node.value);
    case "bigint": return `${node.value}n`;
    case "id": return `Id<${node.table}>`;
    case "array": return `${inner(node.of)}[]`;
    case "record": return `Record<${inner(node.keys)}, ${inner(node.values)}>`;
    case "union": return node.members.map(inner).join(" | ");
    default: return `{ ${Object.entries(node.fields).map(([name, field]) => `${name}${field.optional ? "?" : ""}: ${inner(field.type)}`).join("; ")} }`;
  }
}

function differ(truth, ours, at) {
  return `${at || "it"}: TypeScript ${shown(truth).slice(0, 300)}, ours ${shown(ours).slice(0, 300)}`;
}

function worst(results) {
  return results.find((result) => result !== "exact" && result !== "partial") ?? results.find((result) => result === "partial") ?? "exact";
}

/** Whether `wanted` holds for a node of the graph; `true` for "recursive" when it leads back to itself. */
function some(node, wanted, above = []) {
  if (wanted === "recursive" && above.includes(node)) return true;
  if (above.includes(node)) return false;
  if (node.kind === "atom") return node.name === wanted;
  const inside = simple(node) ? above : [...above, node];
  const children = {
    array: () => [node.of], record: () => [node.values], union: () => node.members,
    object: () => Object.values(node.fields).map((field) => field.type),
  }[node.kind]?.() ?? [];
  return children.some((child) => some(child, wanted, inside));
}

/** `[args, returns]` of an export, through the alias of its type. */
function signature(module, name) {
  const source = program.getSourceFile(fileOf(module) ?? "");
  const symbol = source && checker.getSymbolAtLocation(source);
  const exported = symbol && checker.getExportsOfModule(symbol).find((candidate) => candidate.escapedName === name);
  if (!exported) return undefined;
  const target = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const type = checker.getTypeOfSymbol(target);
  if (!type.aliasSymbol?.name.startsWith("Registered") || type.aliasTypeArguments?.length !== 3) return undefined;
  const returns = checker.getAwaitedType(type.aliasTypeArguments[2]) ?? type.aliasTypeArguments[2];
  return [structure(type.aliasTypeArguments[1], new Map()), structure(returns, new Map())];
}

function nulled(type) {
  return union(membersOf(type).map((member) => (isAtom(member, "undefined") ? atom("null") : member)));
}

const kept = new Map();
for (const statement of file.statements.filter((statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === "Functions")) {
  for (const member of statement.members) {
    const declared = checker.getSignatureFromDeclaration(member);
    const args = checker.getTypeOfSymbolAtLocation(declared.parameters[0], member);
    kept.set(member.name.text, [structure(args, null), structure(declared.getReturnType(), null)]);
  }
}

const report = { exact: 0, open: 0, recursive: 0, partial: [], wrong: [], asked: 0, concrete: 0, typed: 0 };
for (const { module, name, spec } of functions) {
  const truth = signature(module, name);
  if (!truth) continue;
  const ours = kept.get(`${module}:${name}`);
  const record = (side, type, result) => {
    if (isAtom(type, "any", "unsupported", "function", "never")) report.open += 1;
    else if (result === "exact") report.exact += 1;
    else report[result === "partial" ? "partial" : "wrong"].push(`${module}:${name} ${side} ${result}`);
  };
  // What validators say the server enforces, whatever the handler's own types are.
  // Of arguments that are spread from what TypeScript does not find, or that need themselves, it knows that they are an object.
  const spread = membersOf(truth[0]).some((member) => member.kind === "record" && isAtom(member.values, "any"));
  if (spec.argsFrom !== "validator") {
    record("args", spread ? atom("any") : truth[0], ours ? compare(truth[0], ours[0]) : "partial");
  }
  if (spec.returnsFrom === "validator") continue;
  record("returns", truth[1], ours ? compare(truth[1], ours[1]) : "partial");
  const returns = nulled(truth[1]);
  const said = spec.returns ? validator(spec.returns) : atom("any");
  // The JSON of `function-spec` has no recursion.
  if (some(returns, "recursive")) report.recursive += 1;
  else record("spec", returns, compare(returns, said));
  report.asked += 1;
  const concrete = !["any", "unsupported", "function", "deep"].some((word) => some(returns, word));
  if (concrete) report.concrete += 1;
  if (concrete && ours && compare(truth[1], ours[1]) === "exact") report.typed += 1;
}
console.log(JSON.stringify(report));
