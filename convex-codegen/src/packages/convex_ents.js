// convex-ents
// Compared with convex-ents 0.13.0 to 0.20.0.

import { defineSchema, defineTable, internalMutationGeneric } from "convex/server";
import { asObjectValidator, v } from "convex/values";

const addField = (validator, name, field) =>
  validator.kind === "union"
    ? v.union(...validator.members.map((member) => addField(member, name, field)))
    : v.object({ ...validator.fields, [name]: field });

class Ent {
  isEnt = true;
  edges_ = {};
  steps = [];

  constructor(shape) {
    this.validator = asObjectValidator(shape);
  }

  /** The table of the ent, once all its edges are known. */
  table() {
    return this.steps.reduce((table, step) => step(table), defineTable(this.validator));
  }

  index(name, fields) {
    this.steps.push((table) => table.index(name, fields));
    return this;
  }

  searchIndex(name, config) {
    this.steps.push((table) => table.searchIndex(name, config));
    return this;
  }

  vectorIndex(name, config) {
    this.steps.push((table) => table.vectorIndex(name, config));
    return this;
  }

  field(name, validator, options) {
    this.validator = addField(
      this.validator,
      name,
      options?.default !== undefined ? v.optional(validator) : validator,
    );
    return options?.unique === true || options?.index === true ? this.index(name, [name]) : this;
  }

  edge(name, options) {
    const to = options?.to ?? name + "s";
    if (options?.field === undefined && options?.ref !== undefined) {
      const ref = options.ref === true ? null : options.ref;
      this.edges_[name] = { name, to, cardinality: "single", type: "ref", ref };
      return this;
    }
    const field = options?.field ?? name + "Id";
    const id = v.id(to);
    this.validator = addField(this.validator, field, options?.optional === true ? v.optional(id) : id);
    this.edges_[name] = { name, to, cardinality: "single", type: "field", field };
    return this.index(field, [field]);
  }

  edges(name, options) {
    const to = options?.to ?? name;
    const { ref, table, field, inverseField, inverse } = options ?? {};
    this.edges_[name] =
      ref !== undefined
        ? { name, to, cardinality: "multiple", type: "field", ref }
        : { name, to, cardinality: "multiple", type: "ref", table, field, inverseField };
    if (inverse !== undefined) {
      this.edges_[inverse] = { name: inverse, to, cardinality: "multiple", type: "ref", inverse: name, table };
    }
    return this;
  }

  deletion() {
    this.validator = addField(this.validator, "deletionTime", v.optional(v.number()));
    return this;
  }
}

export const defineEnt = (shape) => new Ent(shape);

export function defineEntFromTable(table) {
  const ent = new Ent(table.validator);
  const named = ({ indexDescriptor, ...config }) => [indexDescriptor, config];
  const staged = (index) => ({ ...index, staged: true });
  const add = (method, indexes) =>
    indexes.map(named).forEach(([name, config]) => ent.steps.push((table) => table[method](name, config)));
  add("index", [...table.indexes, ...table.stagedDbIndexes.map(staged)]);
  add("searchIndex", [...table.searchIndexes, ...table.stagedSearchIndexes.map(staged)]);
  add("vectorIndex", [...table.vectorIndexes, ...table.stagedVectorIndexes.map(staged)]);
  return ent;
}

export const defineEntsFromTables = (tables) =>
  Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, defineEntFromTable(table)]));

/** Whether `candidate`, an edge back to `table`, is the other side of `edge`. */
function isInverse(candidate, edge, { table, itself }) {
  const many = (side) => side.cardinality === "multiple" && side.type === "ref";
  const field = (side) => side.cardinality === "single" && side.type === "field";
  if (candidate.to !== table) return false;
  if (itself) return many(candidate) && candidate.inverse === edge.name;
  const points =
    (edge.cardinality === "single" && edge.type === "ref" && edge.ref !== null) ||
    (edge.cardinality === "multiple" && edge.type === "field" && edge.ref !== true);
  if (points && field(candidate)) return edge.ref === candidate.field;
  if (field(edge) && edge.field !== null) {
    const pointsBack =
      (candidate.cardinality === "single" && candidate.type === "ref" && candidate.ref !== null) ||
      (candidate.cardinality === "multiple" && candidate.type === "field" && candidate.ref !== true);
    if (pointsBack) return edge.field === candidate.ref;
  }
  if (many(edge) && edge.table !== undefined) return many(candidate) && edge.table === candidate.table;
  if (many(candidate) && candidate.table !== undefined) return many(edge) && edge.table === candidate.table;
  return true;
}

/** The table that stores a many-to-many edge, and its name. */
function joinTable(edge, inverse, { table, to, itself }) {
  const name =
    edge.type === "ref" && edge.table !== undefined
      ? edge.table
      : inverse === undefined
        ? `${table}_${edge.name}`
        : inverse.name !== table
          ? `${table}_${inverse.name}_to_${edge.name}`
          : `${inverse.name}_to_${edge.name}`;
  const forward =
    edge.type === "ref" && edge.field !== undefined
      ? edge.field
      : inverse === undefined
        ? "aId"
        : (itself ? inverse.name : table) + "Id";
  const backward =
    itself && edge.type === "ref" && edge.inverseField !== undefined
      ? edge.inverseField
      : inverse === undefined
        ? "bId"
        : inverse.type === "ref" && inverse.field !== undefined
          ? inverse.field
          : (itself ? edge.name : to) + "Id";
  const ent = new Ent({ [forward]: v.id(table), [backward]: v.id(to) })
    .index(forward, [forward])
    .index(backward, [backward])
    .index(`${forward}_${backward}`, [forward, backward]);
  if (inverse !== undefined) ent.index(`${backward}_${forward}`, [backward, forward]);
  return { name, ent, forward, backward };
}

export function defineEntSchema(ents, options) {
  const all = { ...ents };
  for (const table of Object.keys(ents)) {
    if (!all[table].isEnt) continue;
    for (const edge of Object.values(all[table].edges_)) {
      const stored = edge.inverse !== undefined || edge.symmetric !== undefined;
      if (edge.cardinality === "multiple" && edge.type === "ref" && stored) continue;
      const to = edge.to;
      if (to.startsWith("_") || !all[to]?.isEnt) continue;
      const itself = to === table;
      const inverse = Object.values(all[to].edges_).find((candidate) =>
        isInverse(candidate, edge, { table, itself }),
      );
      if (edge.cardinality !== "multiple") {
        if (edge.type === "ref" && edge.ref === null && inverse !== undefined) edge.ref = inverse.field;
        continue;
      }
      if (inverse?.cardinality === "single") {
        edge.type = "field";
        edge.ref = inverse.field;
      } else if (inverse !== undefined || itself) {
        const { name, ent, forward, backward } = joinTable(edge, inverse, { table, to, itself });
        all[name] = ent;
        const symmetric = inverse === undefined;
        Object.assign(edge, { type: "ref", table: name, field: forward, ref: backward, symmetric });
        if (inverse !== undefined) {
          Object.assign(inverse, { type: "ref", table: name, field: backward, ref: forward, symmetric });
        }
      }
    }
  }
  const tables = Object.entries(all).map(([name, ent]) => [name, ent.isEnt ? ent.table() : ent]);
  return defineSchema(Object.fromEntries(tables), options);
}

const run = () => undefined;
export const getEntDefinitions = () => ({});
export const entsTableFactory = run;
export const addEntRules = (definitions) => definitions;

const approach = v.union(v.literal("cascade"), v.literal("paginate"));
const edges = v.array(v.object({ approach, table: v.string(), indexName: v.string() }));
const page = {
  approach,
  cursor: v.union(v.string(), v.null()),
  table: v.string(),
  indexName: v.string(),
  fieldValue: v.any(),
};
export const scheduledDeleteFactory = () =>
  internalMutationGeneric({
    args: {
      origin: v.object({ id: v.string(), table: v.string(), deletionTime: v.number() }),
      stack: v.array(v.union(v.object({ id: v.string(), table: v.string(), edges }), v.object(page))),
      inProgress: v.boolean(),
    },
    handler: run,
  });
