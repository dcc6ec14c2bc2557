// The conversation with `serve`: a socket of its own, since functions write to stdout and stderr.
//
// The first line of stdin is `{"port", "secret"}`. One JSON message per line; each answer starts with the secret, which functions do not know.

import { once } from "node:events";
import net from "node:net";
import readline from "node:readline";

/** Connects to the process that started this one: a function that sends, and the lines that arrive. */
export async function connect() {
  const stdin = readline.createInterface({ input: process.stdin });
  const [first] = await once(stdin, "line");
  stdin.close();
  process.stdin.destroy();
  const { port, secret } = JSON.parse(first);
  const socket = net.connect(port, "127.0.0.1").setNoDelay(true);
  await once(socket, "connect");
  socket.write(`${secret}\n`);
  // Lines wait in the iterator until they are asked for.
  const lines = readline.createInterface({ input: socket, crlfDelay: Infinity })[Symbol.asyncIterator]();
  return { send: (message) => socket.write(`${secret}${JSON.stringify(message)}\n`), lines };
}
