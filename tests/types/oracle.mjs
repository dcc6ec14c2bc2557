// What the TypeScript compiler API says of a backend's functions, compared with what the generator says.
//
//   node oracle.mjs FUNCTIONS_FOLDER TYPES_FILE SPEC_JSON
//
// TYPES_FILE is a `convex-types.d.ts`, SPEC_JSON the output of `convex-codegen spec`. Prints a JSON object: how many
// sides of signatures are `exact`, `open` (the compiler itself says `any`), and lines about those that are `partial`
// (the generator knows less) or `wrong` (it says something else).
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

/** A type as JSON: members and fields sorted, `undefined` fields absent. */
function structure(type, stack = []) {
  const flags = type.flags;
  if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return "any";
  if (type.symbol?.declarations?.[0]?.getSourceFile() === file) {
    if (type.symbol.name === "Up") return "recursive";
    if (type.symbol.name === "Unsupported") return "any";
  }
  if (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) return "undefined";
  if (flags & ts.TypeFlags.Null) return "null";
  if (flags & ts.TypeFlags.Never) return "never";
  if (flags & ts.TypeFlags.BooleanLiteral) return { literal: type.intrinsicName === "true" };
  if (flags & ts.TypeFlags.Boolean) return "boolean";
  if (type.isStringLiteral() || type.isNumberLiteral()) return { literal: type.value };
  if (flags & ts.TypeFlags.BigIntLiteral) return { bigint: `${type.value.negative ? "-" : ""}${type.value.base10Value}` };
  if (flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral | ts.TypeFlags.StringMapping)) return "string";
  if (flags & ts.TypeFlags.Number) return "number";
  if (flags & ts.TypeFlags.BigInt) return "bigint";
  if (flags & ts.TypeFlags.ESSymbolLike) return "unsupported";
  if (type.isUnion()) return union(type.types.map((member) => structure(member, stack)));
  if (type.isIntersection()) {
    const primitive = type.types.find((member) => member.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike));
    if (primitive) {
      const table = checker.getPropertyOfType(type, "__tableName");
      const name = table && checker.getTypeOfSymbol(table);
      if (name?.flags & ts.TypeFlags.Any) return "string";
      if (name?.isStringLiteral()) return { id: name.value };
      if (name?.isUnion()) return union(name.types.map((member) => ({ id: member.value })));
      return structure(primitive, stack);
    }
  }
  if (stack.includes(type)) return "recursive";
  if (stack.length > 24) return "deep";
  const inner = [...stack, type];
  const name = type.symbol?.name;
  const library = type.symbol?.declarations?.every((declaration) => program.isSourceFileDefaultLibrary(declaration.getSourceFile()));
  if (library && name === "ArrayBuffer") return "bytes";
  if (checker.isTupleType(type)) return { array: present(union(checker.getTypeArguments(type).map((member) => structure(member, inner)))) };
  if (checker.isArrayType(type)) return { array: present(structure(checker.getTypeArguments(type)[0], inner)) };
  if (type.getCallSignatures().length + type.getConstructSignatures().length > 0) return "unsupported";
  if (library && ["Date", "Map", "Set", "RegExp", "Promise", "ReadonlyMap", "ReadonlySet"].includes(name)) return "unsupported";
  if (flags & ts.TypeFlags.NonPrimitive) return "any";
  const fields = {};
  for (const property of checker.getPropertiesOfType(type)) {
    if (property.escapedName.startsWith("__@")) continue;
    const declared = structure(checker.getTypeOfSymbol(property), inner);
    const optional = Boolean(property.flags & ts.SymbolFlags.Optional);
    if (declared === "unsupported" && !optional) return "unsupported";
    field(fields, property.name, declared, optional);
  }
  const indexes = checker.getIndexInfosOfType(type);
  if (indexes.length > 0) {
    const values = union([
      ...indexes.map((index) => structure(index.type, inner)),
      ...Object.values(fields).flatMap((field) => [field.type, ...(field.optional ? ["undefined"] : [])]),
    ]);
    if (values === "never") return { object: {} };
    const keys = indexes.map((index) => structure(index.keyType, inner));
    return { record: keys.length === 1 && keys[0].id ? keys[0] : "string", values };
  }
  return { object: fields };
}

function field(fields, name, declared, optional) {
  const members = (declared.union ?? [declared]).filter((member) => member !== "undefined" && !(optional && member === "unsupported"));
  const absent = optional || (declared.union ?? [declared]).includes("undefined");
  if (members.length === 0) return;
  const type = union(members);
  if (type === "never" && absent) return;
  fields[name] = { type, optional: absent };
}

function union(members) {
  const flat = new Map();
  for (const member of members.flatMap((member) => member.union ?? [member])) flat.set(JSON.stringify(sorted(member)), member);
  flat.delete('"never"');
  const keys = new Set(flat.keys());
  if (keys.has('"any"')) return "any";
  if (keys.has('{"literal":true}') && keys.has('{"literal":false}')) flat.set('"boolean"', "boolean");
  for (const [key, member] of flat) {
    const wide = member.literal !== undefined ? typeof member.literal : member.bigint !== undefined ? "bigint" : undefined;
    if (wide && flat.has(`"${wide}"`)) flat.delete(key);
  }
  const kept = [...flat.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, member]) => member);
  return kept.length === 0 ? "never" : kept.length === 1 ? kept[0] : { union: kept };
}

/** An array's element: Convex has no `undefined` there. */
function present(type) {
  return type.union ? union(type.union.filter((member) => member !== "undefined")) : type === "undefined" ? "never" : type;
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

/** A validator in the JSON of `function-spec`, in the same form. */
function validator(json) {
  switch (json.type) {
    case "any": return "any";
    case "null": return "null";
    case "boolean": return "boolean";
    case "number": return "number";
    case "bigint": return "bigint";
    case "string": return "string";
    case "bytes": return "bytes";
    case "id": return { id: json.tableName };
    case "literal": return literal(json.value);
    case "array": return { array: validator(json.value) };
    case "union": return union(json.value.map(validator));
    case "record": {
      const values = validator(json.values.fieldType);
      const keys = validator(json.keys);
      return { record: keys.id ? keys : "string", values: json.values.optional ? union([values, "undefined"]) : values };
    }
    case "object": {
      const fields = {};
      for (const [name, value] of Object.entries(json.value)) field(fields, name, validator(value.fieldType), value.optional);
      return { object: fields };
    }
    default: throw new Error(`unknown validator ${JSON.stringify(json)}`);
  }
}

function literal(value) {
  if (value !== null && typeof value === "object") {
    if ("$integer" in value) return { bigint: Buffer.from(value.$integer, "base64").readBigInt64LE().toString() };
    return { literal: Buffer.from(value.$float, "base64").readDoubleLE() };
  }
  return { literal: value };
}

/** "exact", "partial" when `ours` is less but not different, or where they differ. */
function compare(truth, ours, at = "") {
  if (truth === "recursive" || ours === "recursive") return "exact";
  if (truth === "any" || truth === "deep" || truth === "unsupported" || truth === "never") return "exact";
  if (ours === "any" || ours === "unsupported") return "partial";
  if (typeof truth === "string" || typeof ours === "string") return truth === ours ? "exact" : differ(truth, ours, at);
  if (truth.array !== undefined && ours.array !== undefined) return compare(truth.array, ours.array, `${at}[]`);
  if (truth.record !== undefined && ours.record !== undefined) {
    return worst([compare(truth.record, ours.record, `${at} keys`), compare(truth.values, ours.values, `${at}{}`)]);
  }
  if (truth.object && ours.object) {
    const names = [...new Set([...Object.keys(truth.object), ...Object.keys(ours.object)])];
    return worst(names.map((name) => {
      const [left, right] = [truth.object[name], ours.object[name]];
      if (!left || !right || left.optional !== right.optional) return differ(left ?? "absent", right ?? "absent", `${at}.${name}`);
      return compare(left.type, right.type, `${at}.${name}`);
    }));
  }
  if (truth.union && ours.union) {
    // Where recursion is cut may differ.
    const finite = (members) => members.filter((member) => member !== "recursive");
    const rest = finite(ours.union);
    const missing = [];
    for (const member of finite(truth.union)) {
      const same = rest.findIndex((other) => compare(member, other) === "exact");
      if (same >= 0) rest.splice(same, 1);
      else missing.push(member);
    }
    const cut = truth.union.includes("recursive") || ours.union.includes("recursive");
    if ((missing.length === 0 && rest.length === 0) || cut) return "exact";
    if (missing.length === 1 && rest.length === 1) return compare(missing[0], rest[0], `${at}|`);
    return rest.some((member) => member === "any" || member === "unsupported") ? "partial" : differ(truth, ours, at);
  }
  return JSON.stringify(sorted(truth)) === JSON.stringify(sorted(ours)) ? "exact" : differ(truth, ours, at);
}

function differ(truth, ours, at) {
  return `${at || "it"}: TypeScript ${JSON.stringify(truth).slice(0, 300)}, ours ${JSON.stringify(ours).slice(0, 300)}`;
}

function worst(results) {
  return results.find((result) => result !== "exact" && result !== "partial") ?? results.find((result) => result === "partial") ?? "exact";
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
  return [structure(type.aliasTypeArguments[1]), structure(returns)];
}

function nulled(type) {
  return union((type.union ?? [type]).map((member) => (member === "undefined" ? "null" : member)));
}

const kept = new Map();
for (const statement of file.statements.filter((statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === "Functions")) {
  for (const member of statement.members) {
    const declared = checker.getSignatureFromDeclaration(member);
    const args = checker.getTypeOfSymbolAtLocation(declared.parameters[0], member);
    kept.set(member.name.text, [structure(args), structure(declared.getReturnType())]);
  }
}

const report = { exact: 0, open: 0, partial: [], wrong: [], asked: 0, concrete: 0 };
const is = (type, word) => JSON.stringify(type).includes(`"${word}"`);
for (const { module, name, spec } of functions) {
  const truth = signature(module, name);
  if (!truth) continue;
  const ours = kept.get(`${module}:${name}`);
  const record = (side, type, result) => {
    if (["any", "unsupported", "never"].includes(type)) report.open += 1;
    else if (result === "exact") report.exact += 1;
    else report[result === "partial" ? "partial" : "wrong"].push(`${module}:${name} ${side} ${result}`);
  };
  record("args", truth[0], ours ? compare(truth[0], ours[0]) : "partial");
  record("returns", truth[1], ours ? compare(truth[1], ours[1]) : "partial");
  if (spec.returnsFrom === "validator") continue;
  const returns = nulled(truth[1]);
  const said = spec.returns ? validator(spec.returns) : "any";
  // The JSON of `function-spec` has no recursion.
  if (!is(returns, "recursive")) record("spec", returns, compare(returns, said));
  report.asked += 1;
  if (!is(returns, "any") && !is(returns, "unsupported")) report.concrete += 1;
}
console.log(JSON.stringify(report));
