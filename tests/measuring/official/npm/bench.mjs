// Convex's own client for JavaScript: the same measurements as in `src/measure.rs`, as a row of the table.
import { ConvexClient } from "convex/browser";
import { anyApi } from "convex/server";

const [url, many] = [process.argv[2], Number(process.argv[3])];

async function calls(client, count, atATime) {
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  const worker = async () => {
    for (let number = 0; number < count / atATime; number++) {
      if ((await client.mutation(anyApi.bench.echo, { number })) !== number) throw new Error("another result");
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  const { user, system } = process.cpuUsage(cpu);
  return [count / ((performance.now() - started) / 1000), (user + system) / count];
}

async function subscriptions(client, count) {
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: count }, (_, number) => new Promise((resolve) => client.onUpdate(anyApi.bench.one, { number }, resolve))),
  );
  const seconds = (performance.now() - started) / 1000;
  globalThis.gc();
  return `${seconds.toFixed(2)} s | ${Math.round((process.memoryUsage().heapUsed - before) / count)} bytes`;
}

async function rate(client, count, atATime) {
  const all = [];
  for (let run = 0; run < 5; run++) all.push(await calls(client, count, atATime));
  const [perSecond, cpu] = [0, 1].map((index) => all.map((run) => run[index]).sort((a, b) => a - b)[2]);
  return `${perSecond.toFixed(0)} (${cpu.toFixed(0)} µs)`;
}

const client = new ConvexClient(url);
await calls(client, 200, 1);
const rates = [await rate(client, 2000, 1), await rate(client, 10048, 64)];
console.log(`${rates.join(" | ")} | – | ${await subscriptions(new ConvexClient(url), many)}`);
process.exit(0);
