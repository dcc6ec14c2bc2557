// Convex's limits of time and memory for queries and mutations.
//
// Loops and functions of the bundles call `__convexTick` now and then, which throws in a function that has used up its share. Only an
// exception of its own ends a function so that the process, other functions and the data go on.

import { AsyncLocalStorage } from "node:async_hooks";
import { createRequire } from "node:module";
import v8 from "node:v8";
import vm from "node:vm";

const require = createRequire(import.meta.url);
// Node's own parser, which `--expose-internals` makes available.
const { parse } = require("internal/deps/acorn/acorn/dist/acorn");
const { full } = require("internal/deps/acorn/acorn-walk/dist/walk");

/** Of the whole process. Looking and collecting garbage cost a part of it, so that it is more than the 1 s of Convex. */
const MOST_CPU_SECONDS = 3;
const MOST_BYTES = 64 << 20;
/** Of actions and of modules that load: nothing else can run meanwhile. */
const MOST_BUSY_SECONDS = 12;

// In a context of its own, as it is not for functions.
v8.setFlagsFromString("--expose-gc");
const collectGarbage = vm.runInNewContext("gc");

/** The share of a query or mutation, with those that it runs itself. */
const shares = new AsyncLocalStorage();

export class LimitError extends Error {}

const { setInterval } = globalThis;
/** The processor time when something else could run. Time on the clock says little on a busy machine. */
let beat = process.cpuUsage();
setInterval(() => (beat = process.cpuUsage()), 250).unref();

function cpuSeconds(since) {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

let looked = 0;
/** A function has failed, and may catch that: each look throws in it. */
let failing = false;
globalThis.__convexTick = () => {
  const now = performance.now();
  if (now - looked < 5 && !failing) return;
  looked = now;
  const share = shares.getStore();
  if (share && !share.ended) share.check();
  failing = cpuSeconds(beat) > MOST_BUSY_SECONDS;
  if (failing) throw new LimitError(`a function ran for ${MOST_BUSY_SECONDS} s without a pause, and nothing else could run`);
};

class Share {
  ended = false;
  failed;
  #cpu = process.cpuUsage();
  #bytes = used();
  /** Where garbage is collected next, to tell it from what is in use. */
  #collect = this.#bytes + MOST_BYTES;

  check() {
    if (this.failed) throw this.failed;
    if (cpuSeconds(this.#cpu) > MOST_CPU_SECONDS) this.#fail("Function execution timed out (maximum duration: 1s)");
    if (used() < this.#collect) return;
    collectGarbage();
    const left = used();
    if (left - this.#bytes > MOST_BYTES) this.#fail("JavaScript execution ran out of memory (maximum memory usage: 64 MB)");
    this.#collect = left + MOST_BYTES;
  }

  #fail(message) {
    this.failed = new LimitError(message);
    failing = true;
    throw this.failed;
  }
}

function used() {
  const { used_heap_size, external_memory } = v8.getHeapStatistics();
  return used_heap_size + external_memory;
}

/** Runs the handler of a function within its limits. */
export async function limited(kind, handler) {
  const outer = shares.getStore();
  // What a transaction runs itself is a part of it; what it has scheduled is not.
  if (outer && !outer.ended) return handler();
  if (kind !== "query" && kind !== "mutation") return shares.run(undefined, handler);
  const share = new Share();
  return shares.run(share, async () => {
    try {
      const result = await handler();
      // It may have caught the error, or have called nothing that looks.
      if (share.failed) throw share.failed;
      share.check();
      return result;
    } finally {
      share.ended = true;
    }
  });
}

const LOOPS = new Set(["ForStatement", "ForInStatement", "ForOfStatement", "WhileStatement", "DoWhileStatement"]);
/** Each module counts for itself, which costs less than a call. */
const COUNTER = "let __convexTicks = 0; ";
const TICK = "(++__convexTicks & 63) === 0 && __convexTick()";

/** A module in which loops and functions look at the limits. Lines stay as they are. */
export function instrumented(code) {
  const places = [[0, COUNTER]];
  const enter = (body) => {
    // What catches the error must not be what looks: the loop around it always does.
    const look = /\btry\b/.test(code.slice(body.start, body.end)) ? "__convexTick();" : `${TICK};`;
    if (body.type === "BlockStatement") places.push([body.start + 1, look]);
    else places.push([body.start, `{${look}`], [body.end, "}"]);
  };
  try {
    full(parse(code, { ecmaVersion: "latest", sourceType: "module" }), (node) => {
      if (LOOPS.has(node.type)) enter(node.body);
      else if (node.type === "ArrowFunctionExpression" && node.expression) {
        places.push([node.body.start, `(${TICK},`], [node.body.end, ")"]);
      } else if (/^(Arrow)?Function(Declaration|Expression)?$/.test(node.type) && node.body) enter(node.body);
    });
  } catch {
    // Node says what is wrong with it.
    return code;
  }
  // Inner parts were met first, and end first where several end at one place.
  places.sort(([one], [other]) => one - other);
  let out = "";
  let last = 0;
  for (const [place, text] of places) {
    out += code.slice(last, place) + text;
    last = place;
  }
  return out + code.slice(last);
}
