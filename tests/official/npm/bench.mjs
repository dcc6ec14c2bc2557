// Convex's own client for JavaScript: the same measurements as in `src/ours.rs`, as one line of JSON.
import { ConvexClient } from "convex/browser";
import { anyApi } from "convex/server";

const client = new ConvexClient(process.argv[2]);

async function calls(count, atATime) {
  const started = performance.now();
  const worker = async () => {
    for (let number = 0; number < count / atATime; number++) {
      if ((await client.mutation(anyApi.bench.echo, { number })) !== number) throw new Error("another result");
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return count / ((performance.now() - started) / 1000);
}

async function subscriptions(count) {
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: count }, (_, number) => new Promise((resolve) => client.onUpdate(anyApi.bench.one, { number }, resolve))),
  );
  const seconds = (performance.now() - started) / 1000;
  globalThis.gc();
  return [seconds, Math.round((process.memoryUsage().heapUsed - before) / count)];
}

async function median(measure) {
  const all = [];
  for (let run = 0; run < 5; run++) all.push(await measure());
  return all.sort((a, b) => a - b)[2];
}

await calls(200, 1);
const result = {
  sequential: await median(() => calls(2000, 1)),
  concurrent: await median(() => calls(10000, 64)),
  subscriptions: await subscriptions(Number(process.argv[3])),
};
console.log(JSON.stringify(result));
process.exit(0);
