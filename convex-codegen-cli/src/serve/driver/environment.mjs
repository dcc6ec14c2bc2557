// Environment variables that functions read although they are not set.

import { AsyncLocalStorage } from "node:async_hooks";

const variables = process.env;
const reading = new AsyncLocalStorage();
/** Read while modules loaded. */
const atLoad = new Set();

process.env = new Proxy(variables, {
  get(target, name) {
    const value = target[name];
    // Names of Node and of npm are asked for by packages, which go on without them.
    if (value === undefined && typeof name === "string" && /^(?!NODE_)[A-Z][A-Z0-9_]*$/.test(name)) (reading.getStore() ?? atLoad).add(name);
    return value;
  },
});

/** Sets variables; `null` removes one. */
export function setVariables(changes) {
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete variables[name];
    else variables[name] = value;
  }
}

/** Runs a function; `failed` learns which variables it missed, if it throws. */
export async function reads(handler, failed) {
  const names = new Set();
  return reading.run(names, async () => {
    try {
      return await handler();
    } catch (error) {
      for (const name of atLoad) if (String(error?.message).includes(name)) names.add(name);
      failed([...names].filter((name) => variables[name] === undefined));
      throw error;
    }
  });
}

/** What to do about variables that are missing; empty without any. */
export function advice(names) {
  if (names.length === 0) return "";
  const are = names.length === 1 ? "is not set" : "are not set";
  return `${names.map((name) => `\`${name}\``).join(", ")} ${are}: add ${names.length === 1 ? "it" : "them"} to \`.env.local\` of the project, or to a file for \`--env-file\``;
}

/** The advice on what modules missed as they loaded, if the report names it. */
export function adviceOnLoad(report) {
  return advice([...atLoad].filter((name) => variables[name] === undefined && report.includes(name)));
}
